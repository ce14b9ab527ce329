import { expect } from "chai";
import { useKillableLab } from "../../../use-killable-lab.ts";
import { FROM_START, PipeLab } from "../pipe-lab.ts";

describe("Pipes when the lab is killed", function () {
  this.timeout(120_000);
  const killable = useKillableLab();

  it("lose nothing of a stream or a queue, and keep the order of a stream", async () => {
    let lab = new PipeLab(killable);
    await lab.makeRole();
    const fifo = { FifoQueue: "true" };
    const stream = await lab.stream();
    const [from, ofStream, ofQueue] = [await lab.queue(), await lab.queue(fifo, ".fifo"), await lab.queue()];
    await lab.pipe(stream.arn, ofStream.arn, {
      SourceParameters: { KinesisStreamParameters: { ...FROM_START, BatchSize: 2 } },
      TargetParameters: {
        InputTemplate: "<$.data.n>",
        SqsQueueParameters: { MessageGroupId: "g", MessageDeduplicationId: "$.sequenceNumber" },
      },
    });
    await lab.pipe(from.arn, ofQueue.arn, { TargetParameters: { InputTemplate: "<$.body.n>" } });
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    for (const n of numbers) await Promise.all([stream.put(JSON.stringify({ n })), from.send({ n })]);
    await killable.kill();
    await killable.start();
    lab = new PipeLab(killable);
    const bodiesOf = async (url: string) => {
      const bodies: number[] = [];
      while (new Set(bodies).size < numbers.length) {
        const { Messages = [] } = await lab.sqs.receiveMessage({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
        });
        for (const { Body, ReceiptHandle } of Messages) {
          bodies.push(Number(Body));
          await lab.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle });
        }
      }
      return bodies;
    };
    // The ports of the two labs differ; the names of the queues don't.
    const urlOf = (url: string) => new URL(new URL(url).pathname, killable.endpoint).href;
    // What is sent again within five minutes is no second message to a FIFO queue.
    expect(await bodiesOf(urlOf(ofStream.url))).to.deep.equal(numbers);
    expect([...new Set(await bodiesOf(urlOf(ofQueue.url)))].sort((a, b) => a - b)).to.deep.equal(numbers);
  });
});
