import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

describe("A Lambda function's policy", () => {
  const cloud = useCloud();
  let lab: Functions;
  const FunctionName = "guarded";
  const Resource = "arn:aws:lambda:us-east-1:000000000000:function:guarded";
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    await lab.create(FunctionName, "export const handler = async () => 1;");
  });
  after(() => lab.destroy());

  const add = (StatementId: string, changes: object = {}) => {
    const input = { FunctionName, StatementId, Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
    return lab.lambda.send(new AddPermissionCommand({ ...input, ...changes }));
  };
  const remove = (StatementId: string) => lab.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
  const policy = async () => {
    const { Policy = "" } = await lab.lambda.send(new GetPolicyCommand({ FunctionName }));
    return JSON.parse(Policy);
  };

  it("is not there before a permission is, nor after the last", async () => {
    const missing = { name: "ResourceNotFoundException", message: "The resource you requested does not exist." };
    expect(await failure(policy())).to.include(missing);
    await add("only");
    await remove("only");
    expect(await failure(policy())).to.include(missing);
  });

  const SourceArn = "arn:aws:execute-api:us-east-1:000000000000:api/*/*/*";
  for (const [name, changes, expected] of [
    [
      "a service, for one source",
      { SourceArn, SourceAccount: "000000000000" },
      {
        Principal: { Service: "apigateway.amazonaws.com" },
        Condition: {
          StringEquals: { "AWS:SourceAccount": "000000000000" },
          ArnLike: { "AWS:SourceArn": SourceArn },
        },
      },
    ],
    ["an account", { Principal: "111111111111" }, { Principal: { AWS: "arn:aws:iam::111111111111:root" } }],
    [
      "a role",
      { Principal: "arn:aws:iam::111111111111:role/x" },
      { Principal: { AWS: "arn:aws:iam::111111111111:role/x" } },
    ],
    ["everybody", { Principal: "*" }, { Principal: "*" }],
  ] as const) {
    it(`lets in ${name}`, async () => {
      const statement = { Sid: "it", Effect: "Allow", Action: "lambda:InvokeFunction", Resource, ...expected };
      const { Statement = "" } = await add("it", changes);
      expect(JSON.parse(Statement)).to.deep.equal(statement);
      expect(await policy()).to.deep.equal({ Version: "2012-10-17", Id: "default", Statement: [statement] });
      await remove("it");
    });
  }

  it("has each statement once", async () => {
    await add("twice");
    expect(await failure(add("twice"))).to.include({
      name: "ResourceConflictException",
      message:
        "The statement id (twice) provided already exists. Please provide a new statement id, or remove the existing statement.",
    });
    expect(await failure(remove("never"))).to.include({
      name: "ResourceNotFoundException",
      message: "Statement never is not found in resource policy.",
    });
    await remove("twice");
  });

  for (const [name, changes, type] of [
    ["a bad statement id", { StatementId: "no spaces" }, "ValidationException"],
    ["an action of another service", { Action: "s3:GetObject" }, "ValidationException"],
    ["a principal that is none", { Principal: "somebody" }, "InvalidParameterValueException"],
    ["a source that is no ARN", { SourceArn: "api" }, "ValidationException"],
    ["a source account that is none", { SourceAccount: "1" }, "ValidationException"],
    ["a revision that is not the latest", { RevisionId: "old" }, "PreconditionFailedException"],
    ["a function that does not exist", { FunctionName: "nobody" }, "ResourceNotFoundException"],
  ] as const) {
    it(`refuses ${name}`, async () => {
      expect((await failure(add("refused", changes))).name).to.equal(type);
    });
  }
});
