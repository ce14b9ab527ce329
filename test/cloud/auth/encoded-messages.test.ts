import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { DecodeAuthorizationMessageCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { Denial } from "../../../lab/cloud/auth/denials.ts";
import { useCloud } from "../use-cloud.ts";

describe("An encoded authorization message", () => {
  const lab = useCloud();
  const root = (accessKeyId: string) => ({
    endpoint: lab.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "test" },
  });

  const read = async (EncodedMessage: string, account = "test") => {
    const sts = new STSClient(root(account));
    const answer = await sts
      .send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))
      .catch((error: Error) => error);
    sts.destroy();
    return answer instanceof Error ? answer.name : JSON.parse(answer.DecodedMessage ?? "");
  };

  let message: string;
  let user: string | undefined;
  before(async () => {
    const iam = new IAMClient(root("test"));
    const { User } = await iam.send(new CreateUserCommand({ UserName: "ada" }));
    user = User?.UserId;
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    iam.destroy();
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const hers = new LambdaClient({ ...root(""), credentials: { accessKeyId, secretAccessKey } });
    await hers.send(new ListFunctionsCommand({})).catch(() => undefined);
    hers.destroy();
    const { denials } = (await (await fetch(`${lab.endpoint}/_lab/denials`)).json()) as { denials: Denial[] };
    const one = await fetch(`${lab.endpoint}/_lab/denials/${denials.at(-1)?.id}`);
    message = ((await one.json()) as { encodedMessage: string }).encodedMessage;
  });

  it("tells who may decode it who was denied what", async () => {
    expect(message).to.not.contain("ada");
    expect(await read(message)).to.deep.equal({
      allowed: false,
      explicitDeny: false,
      matchedStatements: { items: [] },
      failures: { items: [] },
      context: {
        principal: { id: user, name: "ada", arn: "arn:aws:iam::000000000000:user/ada" },
        action: "lambda:ListFunctions",
        resource: "*",
        conditions: { items: [] },
      },
    });
  });

  it("is none in another account, when it was changed, and when it is anything else", async () => {
    expect(await read(message, "111122223333")).to.equal("InvalidAuthorizationMessageException");
    const changed = `${message.slice(0, -2)}${message.endsWith("AA") ? "BB" : "AA"}`;
    expect(await read(changed)).to.equal("InvalidAuthorizationMessageException");
    expect(await read("x")).to.equal("InvalidAuthorizationMessageException");
  });
});
