import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);

describe("lab outbox", function () {
  this.timeout(60_000);
  const lab = useCloud();
  const command = async (...args: string[]) => {
    const main = join(packageFolder, "dist/lab/cli/main.js");
    const { stdout, stderr } = await run(process.execPath, [main, "outbox", ...args, "--endpoint", lab.endpoint]).catch(
      (error) => error,
    );
    return `${stdout}${stderr}`.trim();
  };

  it("prints what was sent to people, and empties it", async () => {
    expect(await command()).to.equal("Nothing was sent to anybody.");
    const sns = lab.client(SNSClient);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "t" }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "ada@example.com" }));
    await sns.send(new PublishCommand({ PhoneNumber: "+15550001111", Message: "hello\u001b[31m" }));
    const text = await command();
    expect(text).to.contain("mail to ada@example.com from AWS Notifications <no-reply@sns.amazonaws.com>");
    expect(text).to.contain("  | hello\ufffd[31m").and.not.to.contain("\u001b");
    expect(await command("ada")).not.to.contain("hello");
    const { mails } = JSON.parse(await command("--json", "--last", "1")) as { mails: { to: string }[] };
    expect(mails.map(({ to }) => to)).to.deep.equal(["+15550001111"]);
    expect(await command("--clear")).to.equal("The outbox is empty.");
    expect(await command()).to.equal("Nothing was sent to anybody.");
  });

  it("answers STOP for a phone number", async () => {
    expect(await command("--opt-out", "+15550001111")).to.equal("+15550001111 gets no text messages.");
    expect(lab.running.cloud.mailbox.optedOut("000000000000")).to.deep.equal(["+15550001111"]);
    expect(await command("--opt-in", "+15550001111")).to.equal("+15550001111 gets text messages.");
    expect(await command("--opt-out", "5")).to.contain("A phone number is written as +15550001111");
  });
});
