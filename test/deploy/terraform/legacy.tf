# Global tables of 2017: tables of each region, joined.
provider "aws" {
  alias                       = "there"
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  endpoints {
    dynamodb = var.endpoint
    sts      = var.endpoint
  }
}
resource "aws_dynamodb_table" "legacy" {
  name             = "legacy"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "legacy_there" {
  provider         = aws.there
  name             = "legacy"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_global_table" "legacy" {
  name = "legacy"
  replica { region_name = "us-east-1" }
  replica { region_name = "eu-west-1" }
  depends_on = [aws_dynamodb_table.legacy, aws_dynamodb_table.legacy_there]
}
