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
    events = var.endpoint
    sts    = var.endpoint
    iam    = var.endpoint
    sqs    = var.endpoint
  }
}
resource "aws_cloudwatch_event_bus" "orders" {
  name        = "orders"
  description = var.more ? "All orders" : "Orders"
  tags        = { team = "a" }
}
resource "aws_cloudwatch_event_permission" "neighbour" {
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  principal      = "111111111111"
  statement_id   = "neighbour"
}
resource "aws_cloudwatch_event_rule" "paid" {
  name           = "paid"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ source = ["shop"], detail = { state = var.more ? ["paid", "sent"] : ["paid"] } })
  state          = var.more ? "DISABLED" : "ENABLED"
  tags           = { team = "b" }
}
resource "aws_cloudwatch_event_rule" "hourly" {
  name                = "hourly"
  schedule_expression = "rate(1 hour)"
}
resource "aws_sqs_queue" "queue" {
  name = "queue"
}
resource "aws_cloudwatch_event_target" "queue" {
  rule           = aws_cloudwatch_event_rule.paid.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  target_id      = "queue"
  arn            = aws_sqs_queue.queue.arn
  input_transformer {
    input_paths    = { state = "$.detail.state" }
    input_template = "{\"state\": <state>}"
  }
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 3
  }
  dead_letter_config {
    arn = aws_sqs_queue.queue.arn
  }
}
resource "aws_cloudwatch_event_target" "hourly" {
  rule  = aws_cloudwatch_event_rule.hourly.name
  arn   = aws_sqs_queue.queue.arn
  input = jsonencode({ tick = true })
}
resource "aws_cloudwatch_event_archive" "orders" {
  name             = "orders"
  event_source_arn = aws_cloudwatch_event_bus.orders.arn
  retention_days   = var.more ? 7 : 1
  event_pattern    = jsonencode({ source = ["shop"] })
}
