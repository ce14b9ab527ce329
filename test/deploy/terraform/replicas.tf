resource "aws_dynamodb_table" "global" {
  name                        = "global"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = false
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "kind"
    type = "S"
  }
  global_secondary_index {
    name            = "by-kind"
    hash_key        = "kind"
    projection_type = "KEYS_ONLY"
    on_demand_throughput {
      max_read_request_units  = 50
      max_write_request_units = 20
    }
  }
  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 7
  }
  replica {
    region_name            = "eu-west-1"
    propagate_tags         = true
    point_in_time_recovery = !var.more
  }
  tags = { team = var.more ? "b" : "a" }
}
# Not aws_dynamodb_table_replica: it asks KMS for the key of alias/aws/dynamodb before anything else.
resource "aws_s3_bucket" "transfers" {
  bucket        = "transfers"
  force_destroy = true
}
resource "aws_s3_object" "items" {
  bucket  = aws_s3_bucket.transfers.id
  key     = "items/one.csv"
  content = "id,kind\n1,a\n2,b\n"
}
resource "aws_dynamodb_table" "imported" {
  name         = "imported"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  import_table {
    input_format = "CSV"
    s3_bucket_source {
      bucket     = aws_s3_bucket.transfers.id
      key_prefix = "items/"
    }
  }
  depends_on = [aws_s3_object.items]
}
resource "aws_dynamodb_table_export" "global" {
  table_arn = aws_dynamodb_table.global.arn
  s3_bucket = aws_s3_bucket.transfers.id
}
