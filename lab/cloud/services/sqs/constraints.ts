import type { ModelConstraints } from "../../wire/constraints.ts";

// Made by scripts/constraints.ts from AWS's published model.
export const constraints: ModelConstraints = {
  shapes: {
    "AttributeNameList": {"item":"QueueAttributeName"},
    "MessageBodySystemAttributeMap": {"key":"MessageSystemAttributeNameForSends"},
    "MessageSystemAttributeList": {"item":"MessageSystemAttributeName"},
    "MessageSystemAttributeName": {"enum":["All","SenderId","SentTimestamp","ApproximateReceiveCount","ApproximateFirstReceiveTimestamp","SequenceNumber","MessageDeduplicationId","MessageGroupId","AWSTraceHeader","DeadLetterQueueSourceArn"]},
    "MessageSystemAttributeNameForSends": {"enum":["AWSTraceHeader"]},
    "QueueAttributeMap": {"key":"QueueAttributeName"},
    "QueueAttributeName": {"enum":["All","Policy","VisibilityTimeout","MaximumMessageSize","MessageRetentionPeriod","ApproximateNumberOfMessages","ApproximateNumberOfMessagesNotVisible","CreatedTimestamp","LastModifiedTimestamp","QueueArn","ApproximateNumberOfMessagesDelayed","DelaySeconds","ReceiveMessageWaitTimeSeconds","RedrivePolicy","FifoQueue","ContentBasedDeduplication","KmsMasterKeyId","KmsDataKeyReusePeriodSeconds","DeduplicationScope","FifoThroughputLimit","RedriveAllowPolicy","SqsManagedSseEnabled"]},
  },
  structures: {
    "CreateQueueRequest": {"Attributes":"QueueAttributeMap"},
    "GetQueueAttributesRequest": {"AttributeNames":"AttributeNameList"},
    "ReceiveMessageRequest": {"AttributeNames":"AttributeNameList","MessageSystemAttributeNames":"MessageSystemAttributeList"},
    "SendMessageBatchRequestEntry": {"MessageSystemAttributes":"MessageBodySystemAttributeMap"},
    "SendMessageRequest": {"MessageSystemAttributes":"MessageBodySystemAttributeMap"},
    "SetQueueAttributesRequest": {"Attributes":"QueueAttributeMap"},
  },
};
