terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "endpoint" { type = string }
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
    cloudtrail  = var.endpoint
    eventbridge = var.endpoint
    s3          = var.endpoint
    sts         = var.endpoint
    iam         = var.endpoint
  }
}
resource "aws_s3_bucket" "events" {
  bucket        = "events"
  force_destroy = true
}
resource "aws_s3_bucket_notification" "events" {
  bucket      = aws_s3_bucket.events.id
  eventbridge = true
}
resource "aws_s3_bucket_policy" "events" {
  bucket = aws_s3_bucket.events.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "acl"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = aws_s3_bucket.events.arn
      },
      {
        Sid       = "write"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.events.arn}/*"
        Condition = { StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control" } }
      },
    ]
  })
}
resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.events.id
  s3_key_prefix         = var.more ? "more" : null
  is_multi_region_trail = !var.more
  enable_logging        = !var.more
  event_selector {
    read_write_type           = "WriteOnly"
    include_management_events = true
    data_resource {
      type   = "AWS::S3::Object"
      values = ["${aws_s3_bucket.events.arn}/in/"]
    }
  }
  tags       = { team = var.more ? "red" : "blue" }
  depends_on = [aws_s3_bucket_policy.events]
}
resource "aws_cloudwatch_event_connection" "partner" {
  name               = "partner"
  authorization_type = "API_KEY"
  auth_parameters {
    api_key {
      key   = "x-key"
      value = "hush"
    }
    invocation_http_parameters {
      header {
        key   = "x-team"
        value = var.more ? "red" : "blue"
      }
    }
  }
}
resource "aws_cloudwatch_event_api_destination" "partner" {
  name                             = "partner"
  invocation_endpoint              = "https://example.com/*"
  http_method                      = "POST"
  invocation_rate_limit_per_second = var.more ? 20 : 10
  connection_arn                   = aws_cloudwatch_event_connection.partner.arn
}
