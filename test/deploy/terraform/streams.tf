resource "aws_kinesis_stream" "clicks" {
  name                      = "clicks"
  shard_count               = var.more ? 4 : 2
  retention_period          = var.more ? 24 : 48
  shard_level_metrics       = var.more ? ["IncomingBytes"] : ["IncomingBytes", "OutgoingBytes"]
  enforce_consumer_deletion = true
  encryption_type           = var.more ? "NONE" : "KMS"
  kms_key_id                = var.more ? null : "alias/aws/kinesis"
  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
  tags = { team = var.more ? "red" : "blue", kept = "yes" }
}
resource "aws_kinesis_stream" "visits" {
  name = "visits"
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}
resource "aws_kinesis_stream_consumer" "reader" {
  name       = "reader"
  stream_arn = aws_kinesis_stream.clicks.arn
}
resource "aws_kinesis_resource_policy" "clicks" {
  resource_arn = aws_kinesis_stream.clicks.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "write"
      Effect    = "Allow"
      Principal = { AWS = "111122223333" }
      Action    = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"]
      Resource  = aws_kinesis_stream.clicks.arn
    }]
  })
}
data "aws_kinesis_stream" "clicks" {
  name       = aws_kinesis_stream.clicks.name
  depends_on = [aws_kinesis_resource_policy.clicks]
}
data "aws_kinesis_stream_consumer" "reader" {
  name       = aws_kinesis_stream_consumer.reader.name
  stream_arn = aws_kinesis_stream.clicks.arn
}
output "open_shards" { value = length(data.aws_kinesis_stream.clicks.open_shards) }
output "reader" { value = data.aws_kinesis_stream_consumer.reader.arn }
