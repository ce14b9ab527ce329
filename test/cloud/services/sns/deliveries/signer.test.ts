import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SNS } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { type RunningCloud, startCloud } from "../../../../../lab/cloud/index.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

describe("The key that SNS signs with", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-sns-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const keyOf = ({ cloud }: RunningCloud) => cloud.store.collection("sns-certificates", "by name").get("signing");

  /** Subscribes to a topic of a new cloud, and closes the cloud at once. @returns the key that the next run finds, and the log */
  async function keyAfter(Protocol: string, Endpoint: string) {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const running = await startCloud({ port: 0, state: folder, log });
    const sns = new SNS({ endpoint: running.endpoint, region: "us-east-1", credentials });
    const { TopicArn } = await sns.createTopic({ Name: "t" });
    await sns.subscribe({ TopicArn, Protocol, Endpoint });
    sns.destroy();
    await running.close();
    const again = await startCloud({ port: 0, state: folder, log });
    const key = keyOf(again);
    await again.close();
    return { key, lines };
  }

  it("is made when the first queue is subscribed, so that no message waits for it; closing the lab waits instead", async () => {
    const { key, lines } = await keyAfter("sqs", "arn:aws:sqs:us-east-1:000000000000:q");
    expect(key).to.include.keys("certificate", "key");
    expect(lines.filter((line) => /fail|error/i.test(line))).to.deep.equal([]);
  });

  it("is not made for who gets nothing signed", async () => {
    expect((await keyAfter("sms", "+15550001000")).key).to.equal(undefined);
  });
});
