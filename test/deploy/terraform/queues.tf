resource "aws_sqs_queue" "letters" {
  name                      = "letters"
  message_retention_seconds = 1209600
}
resource "aws_sqs_queue" "work" {
  name                       = "work"
  delay_seconds              = 3
  max_message_size           = 2048
  receive_wait_time_seconds  = 10
  visibility_timeout_seconds = var.more ? 90 : 60
  tags                       = { team = "blue" }
}
resource "aws_sqs_queue" "ordered" {
  name                        = "ordered.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"
  kms_master_key_id           = "alias/aws/sqs"
}
resource "aws_sqs_queue_policy" "work" {
  queue_url = aws_sqs_queue.work.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "send"
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.work.arn
    }]
  })
}
resource "aws_sqs_queue_redrive_policy" "work" {
  queue_url      = aws_sqs_queue.work.id
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.letters.arn, maxReceiveCount = 4 })
}
resource "aws_sqs_queue_redrive_allow_policy" "letters" {
  queue_url = aws_sqs_queue.letters.id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.work.arn]
  })
}
