import { MARK, type Owner, policy, type World } from "./owner.ts";

/** A queue with a message, a policy, tags, a dead-letter queue, and a task that moves dead letters. */
export async function fillSqs({ own, account, of, arn }: Owner): Promise<World> {
  const { sqs } = own;
  const letters = `${of}-letters`;
  const statement = { Effect: "Allow", Principal: { AWS: account }, Action: "sqs:*", Resource: arn("sqs", of) };
  const { QueueUrl: lettersUrl } = await sqs.CreateQueue({ QueueName: letters, tags: { [MARK]: MARK } });
  const { QueueUrl } = await sqs.CreateQueue({
    QueueName: of,
    Attributes: {
      Policy: policy({ Sid: MARK.replaceAll("-", ""), ...statement }),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", letters), maxReceiveCount: 1 }),
      VisibilityTimeout: "0",
      KmsMasterKeyId: MARK,
    },
    tags: { [MARK]: MARK },
  });
  for (const url of [QueueUrl, lettersUrl]) await sqs.SendMessage({ QueueUrl: url, MessageBody: MARK });
  const { Messages } = await sqs.ReceiveMessage({ QueueUrl: lettersUrl, VisibilityTimeout: 1000 });
  const { TaskHandle } = await sqs.StartMessageMoveTask({ SourceArn: arn("sqs", letters) });
  const handle = Messages?.[0]?.ReceiptHandle;
  const named = {
    QueueName: of,
    QueueOwnerAWSAccountId: account,
    SourceArn: arn("sqs", letters),
    DestinationArn: arn("sqs", of),
    TaskHandle,
    ReceiptHandle: handle,
    Entries: [{ Id: "1", ReceiptHandle: handle, MessageBody: "of" }],
    AttributeNames: ["All"],
    VisibilityTimeout: 0,
    MessageBody: "of",
    Label: "of",
    AWSAccountIds: [account],
    Actions: ["SendMessage"],
    Attributes: { DelaySeconds: "1" },
    Tags: { of: "of" },
    TagKeys: [MARK],
  };
  return {
    sqs: [
      { ...named, QueueUrl },
      { ...named, QueueUrl: lettersUrl },
    ],
  };
}
