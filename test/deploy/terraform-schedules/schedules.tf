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
    scheduler = var.endpoint
    sqs       = var.endpoint
    sts       = var.endpoint
    iam       = var.endpoint
  }
}
resource "aws_iam_role" "scheduler" {
  name = "scheduler"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_scheduler_schedule_group" "jobs" {
  name = "jobs"
  tags = { team = var.more ? "b" : "a" }
}
resource "aws_scheduler_schedule" "nightly" {
  name                         = "nightly"
  group_name                   = aws_scheduler_schedule_group.jobs.name
  description                  = var.more ? "Each night" : null
  schedule_expression          = var.more ? "cron(30 4 * * ? *)" : "cron(0 4 * * ? *)"
  schedule_expression_timezone = "Europe/Berlin"
  start_date                   = "2030-01-01T01:00:00Z"
  state                        = var.more ? "DISABLED" : "ENABLED"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }
  target {
    arn      = aws_sqs_queue.jobs.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode({ job = "clean" })
    dead_letter_config {
      arn = aws_sqs_queue.jobs.arn
    }
    retry_policy {
      maximum_retry_attempts = 2
    }
  }
}
resource "aws_scheduler_schedule" "once" {
  name                = "once"
  schedule_expression = "at(2099-01-01T00:00:00)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage"
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode({ QueueUrl = aws_sqs_queue.jobs.url, MessageBody = "hello" })
  }
}
