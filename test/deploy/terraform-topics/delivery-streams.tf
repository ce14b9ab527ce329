resource "aws_s3_bucket" "archive" {
  bucket        = "archive-of-deliveries"
  force_destroy = true
}
resource "aws_iam_role" "delivery" {
  name = "delivery"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "firehose.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}
resource "aws_kinesis_firehose_delivery_stream" "archive" {
  name        = "archive"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn            = aws_iam_role.delivery.arn
    bucket_arn          = aws_s3_bucket.archive.arn
    prefix              = "in/customer=!{partitionKeyFromQuery:customer}/!{timestamp:yyyy}/"
    error_output_prefix = "errors/!{firehose:error-output-type}/"
    buffering_size      = 64
    buffering_interval  = var.more ? 60 : 120
    compression_format  = "GZIP"
    dynamic_partitioning_configuration {
      enabled = true
    }
    processing_configuration {
      enabled = true
      processors {
        type = "MetadataExtraction"
        parameters {
          parameter_name  = "JsonParsingEngine"
          parameter_value = "JQ-1.6"
        }
        parameters {
          parameter_name  = "MetadataExtractionQuery"
          parameter_value = "{customer: .customer}"
        }
      }
      processors {
        type = "AppendDelimiterToRecord"
      }
    }
  }
  tags = { team = var.more ? "b" : "a" }
}
resource "aws_kinesis_firehose_delivery_stream" "endpoint" {
  name        = "endpoint"
  destination = "http_endpoint"
  http_endpoint_configuration {
    url                = "https://example.com/in"
    name               = "example"
    access_key         = "secret"
    role_arn           = aws_iam_role.delivery.arn
    buffering_size     = 1
    buffering_interval = 60
    s3_backup_mode     = "FailedDataOnly"
    request_configuration {
      content_encoding = "GZIP"
      common_attributes {
        name  = "stage"
        value = "test"
      }
    }
    s3_configuration {
      role_arn           = aws_iam_role.delivery.arn
      bucket_arn         = aws_s3_bucket.archive.arn
      buffering_size     = 10
      buffering_interval = 400
      compression_format = "GZIP"
    }
  }
}
