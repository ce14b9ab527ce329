import { AddPermissionCommand, GetFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../use-cloud.ts";
import { Functions } from "./functions.ts";

const OTHER = "111111111111";
const FunctionName = "arn:aws:lambda:us-east-1:000000000000:function:shared";

describe("A function of another account", () => {
  const lab = useCloud();
  let functions: Functions;
  let other: LambdaClient;
  before(async () => {
    functions = new Functions(lab.endpoint);
    await functions.makeRole();
    await functions.create("shared", "export const handler = async (event) => event.word;");
    other = lab.client(LambdaClient, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
  });
  after(() => functions.destroy());
  const invoke = () => other.send(new InvokeCommand({ FunctionName, Payload: '{"word": "hello"}' }));

  it("may be invoked when its policy says so, and nothing else", async () => {
    expect((await failure(invoke())).name).to.match(/AccessDenied/);
    await functions.lambda.send(
      new AddPermissionCommand({
        FunctionName: "shared",
        StatementId: "other",
        Action: "lambda:InvokeFunction",
        Principal: OTHER,
      }),
    );
    expect(JSON.parse((await invoke()).Payload?.transformToString() ?? "")).to.equal("hello");
    const error = await failure(other.send(new GetFunctionCommand({ FunctionName })));
    expect(error.name).to.match(/AccessDenied/);
  });
});
