import type { SendMessageRequest } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useSqs } from "../use-sqs.ts";

const LARGEST = 1_048_576;

describe("What can be sent to a queue", () => {
  const lab = useSqs();
  const text = (StringValue: string, DataType = "String") => ({ DataType, StringValue });

  for (const [what, input, name, message] of [
    ["an empty body", { MessageBody: "" }, "MissingParameter", "The request must contain the parameter MessageBody."],
    [
      "a character that XML can't carry",
      { MessageBody: "a\u0000b" },
      "InvalidMessageContents",
      "Invalid binary character '#x0' was found in the message body",
    ],
    ["a character that is none", { MessageBody: "a\uffffb" }, "InvalidMessageContents", "'#xffff'"],
    [
      "a body that is too large",
      { MessageBody: "a".repeat(LARGEST + 1) },
      "InvalidParameterValue",
      "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    ],
    [
      "attributes that make it too large",
      { MessageBody: "a".repeat(LARGEST - 8), MessageAttributes: { ab: text("1") } },
      "InvalidParameterValue",
      "Message must be shorter than 1048576 bytes.",
    ],
    [
      "a delay that is too long",
      { DelaySeconds: 901 },
      "InvalidParameterValue",
      "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
    ],
    [
      "an empty attribute",
      { MessageAttributes: { ErrorDetails: text("") } },
      "InvalidParameterValue",
      "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    ],
    [
      "an attribute of no type",
      { MessageAttributes: { a: text("1", "Text") } },
      "InvalidParameterValue",
      "supported type",
    ],
    [
      "a number that is none",
      { MessageAttributes: { a: text("x", "Number") } },
      "InvalidParameterValue",
      "to a number",
    ],
    ["a reserved name", { MessageAttributes: { "AWS.a": text("x") } }, "InvalidParameterValue", "reserved prefix"],
    [
      "more than ten attributes",
      { MessageAttributes: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`a${at}`, text("x")])) },
      "InvalidParameterValue",
      "Number of message attributes [11] exceeds the allowed maximum [10].",
    ],
    ["a deduplication id", { MessageDeduplicationId: "x" }, "InvalidParameterValue", "not valid for this queue type"],
    [
      "a system attribute that is none",
      { MessageSystemAttributes: { Other: text("x") } },
      "InvalidParameterValue",
      "Other",
    ],
  ] as [string, Partial<SendMessageRequest>, string, string][])
    it(`is not ${what}`, async () => {
      const QueueUrl = await lab.queue();
      const error = await failure(lab.sqs.sendMessage({ QueueUrl, MessageBody: "x", ...input }));
      expect(error.name).to.equal(name);
      expect(error.message).to.include(message);
      expect(await lab.counts(QueueUrl)).to.equal("0/0/0");
    });

  it("is a megabyte, whose MD5 the client compares", async () => {
    const QueueUrl = await lab.queue();
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "\n".repeat(LARGEST) });
    const [message] = await lab.receive(QueueUrl);
    expect(message?.Body).to.have.length(LARGEST);
  });

  it("has attributes and a trace header, given to who asks for them", async () => {
    const QueueUrl = await lab.queue({ VisibilityTimeout: "0" });
    await lab.sqs.sendMessage({
      QueueUrl,
      MessageBody: "x",
      MessageAttributes: {
        "Help.Me": text("Me"),
        Hello: text("There"),
        Bytes: { DataType: "Binary", BinaryValue: Buffer.of(1) },
      },
      MessageSystemAttributes: { AWSTraceHeader: text("Root=1-5759e988-bd862e3fe1be46a994272793") },
    });
    const names = async (...MessageAttributeNames: string[]) => {
      const [message] = await lab.receive(QueueUrl, { MessageAttributeNames });
      return Object.keys(message?.MessageAttributes ?? {}).sort();
    };
    expect(await names()).to.deep.equal([]);
    expect(await names("All")).to.deep.equal(["Bytes", "Hello", "Help.Me"]);
    expect(await names("Hel.*", "None")).to.deep.equal(["Hello", "Help.Me"]);
    expect(await names("Hello")).to.deep.equal(["Hello"]);
    const [message] = await lab.receive(QueueUrl, { MessageSystemAttributeNames: ["AWSTraceHeader"] });
    expect(message?.Attributes).to.deep.equal({ AWSTraceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793" });
  });

  it("is a batch of ten entries with ids of their own, as large as one message together", async () => {
    const QueueUrl = await lab.queue();
    const send = (Entries: { Id: string; MessageBody: string }[]) => lab.sqs.sendMessageBatch({ QueueUrl, Entries });
    const entries = (count: number, size = 1) =>
      Array.from({ length: count }, (_, at) => ({ Id: `${at}`, MessageBody: "a".repeat(size) }));
    for (const [batch, name, message] of [
      [[], "EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry in the request."],
      [entries(11), "TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 11."],
      [[...entries(1), ...entries(1)], "BatchEntryIdsNotDistinct", "Id 0 repeated."],
      [
        entries(2, LARGEST / 2 + 1),
        "BatchRequestTooLong",
        "Batch requests cannot be longer than 1048576 bytes. You have sent 1048578 bytes.",
      ],
      [
        [{ Id: "a:b", MessageBody: "x" }],
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      ],
    ] as const) {
      const error = await failure(send([...batch]));
      expect([error.name, error.message]).to.deep.equal([name, message]);
    }
    const mixed = await send([
      { Id: "good", MessageBody: "x" },
      { Id: "bad", MessageBody: "\u0001" },
    ]);
    expect(mixed.Successful?.map(({ Id }) => Id)).to.deep.equal(["good"]);
    expect(mixed.Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).to.deep.equal([
      ["bad", "InvalidMessageContents", true],
    ]);
    expect(await lab.counts(QueueUrl)).to.equal("1/0/0");
  });
});
