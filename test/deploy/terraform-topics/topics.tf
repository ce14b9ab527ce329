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
    sns      = var.endpoint
    sts      = var.endpoint
    iam      = var.endpoint
    s3       = var.endpoint
    firehose = var.endpoint
  }
  s3_use_path_style = true
}
resource "aws_sns_topic" "news" {
  name         = "news"
  display_name = var.more ? "More news" : "News"
  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy = {
        minDelayTarget = 10, maxDelayTarget = 20, numRetries = 5, numMaxDelayRetries = 0,
        numNoDelayRetries = 0, numMinDelayRetries = 0, backoffFunction = "linear"
      }
      disableSubscriptionOverrides = false
    }
  })
  signature_version = var.more ? 2 : 1
  tags              = { team = "a" }
}
resource "aws_sns_topic" "ordered" {
  name                        = "ordered.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
  archive_policy              = jsonencode({ MessageRetentionPeriod = "30" })
}
resource "aws_sns_topic_policy" "news" {
  arn = aws_sns_topic.news.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "buckets"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.news.arn
    }]
  })
}
resource "aws_sns_topic_data_protection_policy" "news" {
  arn = aws_sns_topic.news.arn
  policy = jsonencode({
    Name    = "masked"
    Version = "2021-06-01"
    Statement = [{
      Sid            = var.more ? "cards" : "mails"
      DataDirection  = "Inbound"
      Principal      = ["*"]
      DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/${var.more ? "CreditCardNumber" : "EmailAddress"}"]
      Operation      = { Deny = {} }
    }]
  })
}
resource "aws_sns_topic_subscription" "queue" {
  topic_arn            = aws_sns_topic.news.arn
  protocol             = "sqs"
  endpoint             = "arn:aws:sqs:us-east-1:000000000000:q"
  raw_message_delivery = true
  filter_policy        = jsonencode({ kind = var.more ? ["a", "b"] : ["a"] })
  redrive_policy       = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead" })
}
resource "aws_sns_topic_subscription" "phone" {
  topic_arn           = aws_sns_topic.news.arn
  protocol            = "sms"
  endpoint            = "+15550001111"
  filter_policy_scope = "MessageBody"
  filter_policy       = jsonencode({ a = { b = ["c"] } })
}
resource "aws_sns_platform_application" "app" {
  name                = "app"
  platform            = "GCM"
  platform_credential = "secret"
}
