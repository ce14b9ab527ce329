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
  endpoints {
    iam     = var.endpoint
    kinesis = var.endpoint
    logs    = var.endpoint
    pipes   = var.endpoint
    sqs     = var.endpoint
    sts     = var.endpoint
  }
}
resource "aws_iam_role" "pipes" {
  name = "pipes"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "pipes.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "pipes" {
  role = aws_iam_role.pipes.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:*", "kinesis:*"], Resource = "*" }]
  })
}
resource "aws_sqs_queue" "from" { name = "from" }
resource "aws_sqs_queue" "to" { name = "to" }
resource "aws_sqs_queue" "dead" { name = "dead" }
resource "aws_kinesis_stream" "stream" {
  name        = "stream"
  shard_count = 1
}
resource "aws_cloudwatch_log_group" "pipes" { name = "/aws/vendedlogs/pipes" }
resource "aws_pipes_pipe" "queue" {
  depends_on  = [aws_iam_role_policy.pipes]
  name        = "queue"
  description = var.more ? "more" : "less"
  role_arn    = aws_iam_role.pipes.arn
  source      = aws_sqs_queue.from.arn
  target      = aws_sqs_queue.to.arn
  source_parameters {
    filter_criteria {
      filter { pattern = jsonencode({ body = { wanted = [true] } }) }
    }
    sqs_queue_parameters {
      batch_size                         = var.more ? 3 : 2
      maximum_batching_window_in_seconds = 1
    }
  }
  target_parameters {
    input_template = var.more ? "{\"id\": <$.body.id>, \"more\": true}" : "{\"id\": <$.body.id>}"
  }
  log_configuration {
    level                  = "ERROR"
    include_execution_data = ["ALL"]
    cloudwatch_logs_log_destination {
      log_group_arn = aws_cloudwatch_log_group.pipes.arn
    }
  }
  tags = { team = var.more ? "b" : "a" }
}
resource "aws_pipes_pipe" "stream" {
  depends_on    = [aws_iam_role_policy.pipes]
  name          = "stream"
  desired_state = var.more ? "STOPPED" : "RUNNING"
  role_arn      = aws_iam_role.pipes.arn
  source        = aws_kinesis_stream.stream.arn
  target        = aws_sqs_queue.to.arn
  source_parameters {
    kinesis_stream_parameters {
      starting_position             = "TRIM_HORIZON"
      batch_size                    = 5
      maximum_retry_attempts        = 2
      on_partial_batch_item_failure = "AUTOMATIC_BISECT"
      dead_letter_config { arn = aws_sqs_queue.dead.arn }
    }
  }
}
