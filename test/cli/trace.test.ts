import { randomUUID } from "node:crypto";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import type { Span } from "../../lab/cloud/trace/span.ts";
import { useCloud } from "../cloud/use-cloud.ts";
import { labCommand } from "./command.ts";

describe("lab trace", function () {
  this.timeout(180_000);
  const lab = useCloud();
  const trace = async (...args: string[]) =>
    (await labCommand(["trace", ...args, "--last", "100", "--endpoint", lab.endpoint])).stdout;
  const spanOf = (operation: string) => ({
    id: randomUUID(),
    service: "test",
    operation,
    caller: "arn:aws:iam::000000000000:root",
    account: "000000000000",
    at: lab.clock.now(),
  });

  before(async () => {
    const ssm = lab.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: "kept", Value: "x", Type: "String" }));
    await ssm.send(new GetParameterCommand({ Name: "missing" })).catch(() => undefined);
    const ofCdk = lab.client(SSMClient, { customUserAgent: "aws-cdk/2.1148.1" } as object);
    await ofCdk.send(new GetParameterCommand({ Name: "kept" }));
    const { trace } = lab.running.cloud;
    await trace.record(spanOf("Answered"), () =>
      trace.record(spanOf("Inner"), () => Promise.reject(new Error("InnerFailure"))).catch(() => {}),
    );
    const session = "arn:aws:sts::000000000000:assumed-role/cdk-hnb659fds-deploy-role-000000000000-us-east-1/aws-cdk";
    await trace.record({ ...spanOf("ByRole"), caller: session }, async () => undefined);
  });

  it("leaves out what the command itself looks at, and what the console does", async () => {
    await labCommand(["functions", "--endpoint", lab.endpoint]);
    await labCommand(["status", "--endpoint", lab.endpoint]);
    const ofConsole = lab.client(SSMClient, { customUserAgent: "skylab-console" } as object);
    await ofConsole.send(new GetParameterCommand({ Name: "missing" })).catch(() => undefined);
    const shown = await trace();
    expect(shown).not.to.match(/ListFunctions|DescribeStacks/);
    expect(shown.match(/GetParameter/g)).to.have.length(2);
  });

  it("shows with --failed what failed itself, not what answered in spite of a failure inside it", async () => {
    expect(await trace("--failed"))
      .to.match(/✕ SSM GetParameter {2}400 ParameterNotFound/)
      .and.not.to.match(/Answered|PutParameter|InnerFailure/);
    expect(await trace()).to.match(/ test Answered .*\n +✕ test Inner/);
  });

  it("leaves the CDK out when told so, by its roles and by what its clients call themselves", async () => {
    expect((await trace()).match(/GetParameter|ByRole/g)).to.have.length(3);
    const without = await trace("--no-cdk");
    expect(without).to.contain("PutParameter").and.not.to.contain("ByRole");
    expect(without.match(/GetParameter/g)).to.have.length(1);
  });

  it("prints a request a line as JSON, with the calls in it", async () => {
    const lines = (await trace("--json")).trim().split("\n");
    const requests = lines.map((line) => JSON.parse(line) as Span & { calls: Span[] });
    const found = requests.find(({ operation }) => operation === "Answered");
    expect(found?.calls.map(({ operation, error }) => [operation, error])).to.deep.equal([["Inner", "Error"]]);
  });
});
