terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "endpoint" { type = string }
variable "price" { default = "12.5" }
variable "more" { default = false }
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = false
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  endpoints {
    dynamodb = var.endpoint
    sqs      = var.endpoint
    kinesis  = var.endpoint
    sts      = var.endpoint
    iam      = var.endpoint
    s3       = var.endpoint
  }
}
resource "aws_dynamodb_table" "music" {
  name                        = "music"
  billing_mode                = "PROVISIONED"
  read_capacity               = 3
  write_capacity              = 4
  hash_key                    = "artist"
  range_key                   = "song"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD_INFREQUENT_ACCESS"
  deletion_protection_enabled = false
  attribute {
    name = "artist"
    type = "S"
  }
  attribute {
    name = "song"
    type = "S"
  }
  attribute {
    name = "price"
    type = "N"
  }
  attribute {
    name = "genre"
    type = "S"
  }
  local_secondary_index {
    name            = "by-price"
    range_key       = "price"
    projection_type = "KEYS_ONLY"
  }
  global_secondary_index {
    name               = "by-genre"
    hash_key           = "genre"
    range_key          = "price"
    projection_type    = "INCLUDE"
    non_key_attributes = ["label", "album"]
    read_capacity      = var.more ? 5 : 1
    write_capacity     = 2
  }
  dynamic "global_secondary_index" {
    for_each = var.more ? ["by-song"] : []
    content {
      name            = global_secondary_index.value
      hash_key        = "song"
      projection_type = "ALL"
      read_capacity   = 1
      write_capacity  = 1
    }
  }
  ttl {
    attribute_name = "until"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled = true
  }
  tags = { team = "a" }
}
resource "aws_dynamodb_table" "plain" {
  name         = "plain"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  on_demand_throughput {
    max_read_request_units = 100
  }
  lifecycle {
    ignore_changes = [tags, tags_all]
  }
}
resource "aws_dynamodb_table_item" "song" {
  table_name = aws_dynamodb_table.music.name
  hash_key   = aws_dynamodb_table.music.hash_key
  range_key  = aws_dynamodb_table.music.range_key
  item = jsonencode({
    artist = { S = "Arvo" }
    song   = { S = "Spiegel" }
    price  = { N = var.price }
    genre  = { S = "minimal" }
  })
}
resource "aws_dynamodb_resource_policy" "music" {
  resource_arn = aws_dynamodb_table.music.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111111111111:root" }, Action = "dynamodb:GetItem", Resource = aws_dynamodb_table.music.arn }]
  })
}
resource "aws_dynamodb_tag" "stage" {
  resource_arn = aws_dynamodb_table.plain.arn
  key          = "stage"
  value        = "test"
}
resource "aws_dynamodb_contributor_insights" "music" {
  table_name = aws_dynamodb_table.music.name
}
resource "aws_kinesis_stream" "changes" {
  name        = "changes"
  shard_count = 1
}
resource "aws_dynamodb_kinesis_streaming_destination" "changes" {
  table_name                               = aws_dynamodb_table.plain.name
  stream_arn                               = aws_kinesis_stream.changes.arn
  approximate_creation_date_time_precision = var.more ? "MILLISECOND" : "MICROSECOND"
}
