import {
  CreateCodeSigningConfigCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  GetAccountSettingsCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetRuntimeManagementConfigCommand,
  ListCodeSigningConfigsCommand,
  ListFunctionsByCodeSigningConfigCommand,
  PutFunctionCodeSigningConfigCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfigCommand,
  UpdateCodeSigningConfigCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const FunctionName = "app";

describe("Settings around Lambda functions", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    await lab.create(FunctionName, "export const handler = async () => 1;");
  });
  after(() => lab.destroy());

  it("are the account's quotas, and what of them is used", async () => {
    const limit = { FunctionName, ReservedConcurrentExecutions: 10 };
    await lab.lambda.send(new PutFunctionConcurrencyCommand(limit));
    const { AccountLimit, AccountUsage } = await lab.lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).to.include({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 990 });
    expect(AccountUsage?.FunctionCount).to.equal(1);
    expect(AccountUsage?.TotalCodeSize).to.be.greaterThan(100);
  });

  it("are recursive loops and runtime management, which are kept", async () => {
    const recursion = () => lab.lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
    expect((await recursion()).RecursiveLoop).to.equal("Terminate");
    await lab.lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }));
    expect((await recursion()).RecursiveLoop).to.equal("Allow");

    const runtime = () => lab.lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName }));
    expect((await runtime()).UpdateRuntimeOn).to.equal("Auto");
    const input = { FunctionName, UpdateRuntimeOn: "FunctionUpdate" as const };
    await lab.lambda.send(new PutRuntimeManagementConfigCommand(input));
    expect((await runtime()).UpdateRuntimeOn).to.equal("FunctionUpdate");
    const manual = lab.lambda.send(new PutRuntimeManagementConfigCommand({ FunctionName, UpdateRuntimeOn: "Manual" }));
    expect((await failure(manual)).name).to.equal("InvalidParameterValueException");
  });

  it("are code-signing configurations, which are kept", async () => {
    const AllowedPublishers = {
      SigningProfileVersionArns: ["arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"],
    };
    const made = await lab.lambda.send(new CreateCodeSigningConfigCommand({ AllowedPublishers }));
    const CodeSigningConfigArn = String(made.CodeSigningConfig?.CodeSigningConfigArn);
    expect(made.CodeSigningConfig?.CodeSigningPolicies?.UntrustedArtifactOnDeployment).to.equal("Warn");
    const policies = { UntrustedArtifactOnDeployment: "Enforce" } as const;
    await lab.lambda.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn, CodeSigningPolicies: policies }));
    const get = () => lab.lambda.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }));
    expect((await get()).CodeSigningConfig?.CodeSigningPolicies).to.deep.equal(policies);
    const { CodeSigningConfigs } = await lab.lambda.send(new ListCodeSigningConfigsCommand({}));
    expect(CodeSigningConfigs).to.have.length(1);

    await lab.lambda.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn }));
    const used = await lab.lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
    expect(used.CodeSigningConfigArn).to.equal(CodeSigningConfigArn);
    const users = await lab.lambda.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn }));
    expect(users.FunctionArns).to.have.length(1);
    const remove = () => lab.lambda.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }));
    expect((await failure(remove())).name).to.equal("ResourceConflictException");
    await lab.lambda.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
    await remove();
    expect((await failure(get())).name).to.equal("ResourceNotFoundException");
  });

  it("are the log's format and levels, which functions follow", async () => {
    const LoggingConfig = { LogFormat: "JSON", ApplicationLogLevel: "ERROR", LogGroup: "/own/group" } as const;
    const updated = await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig }));
    expect(updated.LoggingConfig).to.deep.equal({ ...LoggingConfig, SystemLogLevel: "INFO" });
    const { LogResult = "" } = await lab.invoke(FunctionName, {}, { LogType: "Tail" });
    expect(JSON.parse(Buffer.from(LogResult, "base64").toString().split("\n")[0] ?? "").type).to.equal(
      "platform.start",
    );
    const text = { LogFormat: "Text" } as const;
    const back = await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig: text }));
    expect(back.LoggingConfig).to.deep.equal({ LogFormat: "Text", LogGroup: "/own/group" });
    const wrong = { LogFormat: "XML" as never };
    const refused = lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig: wrong }));
    expect((await failure(refused)).name).to.equal("ValidationException");
  });
});
