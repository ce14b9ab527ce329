import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const code = "console.log('ready'); export const handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;";

describe("A Lambda function's provisioned concurrency", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    await lab.create("app", code, { Publish: true });
    await lab.lambda.send(new CreateAliasCommand({ FunctionName: "app", Name: "live", FunctionVersion: "1" }));
  });
  after(() => lab.destroy());

  const put = (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
    lab.lambda.send(
      new PutProvisionedConcurrencyConfigCommand({ FunctionName: "app", Qualifier, ProvisionedConcurrentExecutions }),
    );
  const get = (Qualifier: string) =>
    lab.lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: "app", Qualifier }));

  it("starts environments before there is an event, and keeps them", async () => {
    expect(await put("live", 2)).to.deep.include({
      Status: "IN_PROGRESS",
      RequestedProvisionedConcurrentExecutions: 2,
      AvailableProvisionedConcurrentExecutions: 0,
    });
    await lab.logged("app", "ready", 2);
    expect(await get("live")).to.deep.include({ Status: "READY", AvailableProvisionedConcurrentExecutions: 2 });
    lab.advance(cloud.clock, 20 * 60_000);
    expect((await lab.invoke("app:live")).answer).to.equal("provisioned-concurrency");
    expect((await lab.invoke("app")).answer).to.equal("on-demand");
    const list = await lab.lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: "app" }));
    const [item] = list.ProvisionedConcurrencyConfigs ?? [];
    expect(item?.FunctionArn).to.equal("arn:aws:lambda:us-east-1:000000000000:function:app:live");
  });

  it("ends with its configuration", async () => {
    await put("1", 1);
    const input = { FunctionName: "app", Qualifier: "1" };
    await lab.lambda.send(new DeleteProvisionedConcurrencyConfigCommand(input));
    const gone = await failure(get("1"));
    expect([gone.name, gone.message]).to.deep.equal([
      "ProvisionedConcurrencyConfigNotFoundException",
      "No Provisioned Concurrency Config found for this function",
    ]);
  });

  it("is refused to $LATEST, for nothing, and over the reserved concurrency", async () => {
    const unpublished = await failure(put("$LATEST", 1));
    expect(unpublished.message).to.match(/^Provisioned Concurrency Configs cannot be applied to unpublished function/);
    expect((await failure(put("1", 0))).name).to.equal("ValidationException");
    const reserved = { FunctionName: "app", ReservedConcurrentExecutions: 3 };
    await lab.lambda.send(new PutFunctionConcurrencyCommand(reserved));
    expect((await failure(put("1", 4))).name).to.equal("InvalidParameterValueException");
  });
});
