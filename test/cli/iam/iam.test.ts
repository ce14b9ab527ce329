import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { rootOf } from "../../../lab/cloud/auth/caller.ts";
import { packageFolder } from "../../../lab/package.ts";
import { failure, useCloud } from "../../cloud/use-cloud.ts";
import { labCommand } from "../command.ts";

const run = promisify(execFile);
const ACCOUNT = "111111111111";

describe("lab iam and lab why", function () {
  this.timeout(180_000);
  const lab = useCloud();
  before(async () => {
    for (const account of ["000000000000", ACCOUNT]) {
      const { iam } = lab.running.cloud.clients(rootOf(account), "us-east-1");
      await iam.CreateUser({ UserName: "ann" });
      await iam.PutUserPolicy({
        UserName: "ann",
        PolicyName: "own",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::photos/*" },
            {
              Effect: "Allow",
              Action: "ssm:PutParameter",
              Resource: "*",
              Condition: { StringEquals: { "aws:RequestTag/team": "red" } },
            },
            { Effect: "Deny", Action: "s3:GetObjectAcl", Resource: "*" },
          ],
        }),
      });
    }
  });
  const command = async (...args: string[]) => {
    const main = join(packageFolder, "dist/lab/cli/main.js");
    const { stdout, stderr } = await run(process.execPath, [main, ...args, "--endpoint", lab.endpoint], {
      env: { ...process.env, NODE_NO_WARNINGS: "1" },
    }).catch((error) => error);
    return `${stdout}${stderr}`.trim();
  };

  it("simulates what a user's policies decide, by which, and what they were not told", async () => {
    const actions = ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject"];
    expect(await command("iam", "simulate", "ann", ...actions, "--resource", "arn:aws:s3:::photos/a")).to.equal(
      [
        "allowed      s3:GetObject on arn:aws:s3:::photos/a",
        "  by       own, inline in ann (none)",
        "denied       s3:GetObjectAcl on arn:aws:s3:::photos/a",
        "  by       own, inline in ann (none)",
        "not allowed  s3:PutObject on arn:aws:s3:::photos/a",
      ].join("\n"),
    );
    expect(await command("iam", "simulate", "ann", "ssm:PutParameter")).to.equal(
      "not allowed  ssm:PutParameter on *\n  missing  aws:RequestTag/team",
    );
    expect(
      await command("iam", "simulate", "ann", "ssm:PutParameter", "--context", "aws:RequestTag/team=red"),
    ).to.match(/^allowed {6}ssm:PutParameter on \*\n/);
  });

  it("simulates in another account, by ARN, with the limits of its organization", async () => {
    const FULL = { Effect: "Allow" as const, Action: ["ssm:*", "iam:*"], Resource: "*" };
    lab.running.cloud.accounts.put(ACCOUNT, { serviceControlPolicies: [[{ Version: "2012-10-17", Statement: FULL }]] });
    const said = await command(
      "iam",
      "simulate",
      `arn:aws:iam::${ACCOUNT}:user/ann`,
      "s3:GetObject",
      "--resource",
      "arn:aws:s3:::photos/a",
    );
    expect(said).to.equal("not allowed  s3:GetObject on arn:aws:s3:::photos/a\n  the organization does not allow it");
  });

  it("tells in one line what IAM refuses", async () => {
    expect(await command("iam", "simulate", `arn:aws:iam::${ACCOUNT}:user/bob`, "s3:GetObject")).to.equal(
      `NoSuchEntityException: arn:aws:iam::${ACCOUNT}:user/bob is not attached to a principal`,
    );
  });

  it("knows who there is", async () => {
    expect(await command("iam", "simulate", "nobody", "s3:GetObject")).to.contain(
      "There is no role and no user nobody",
    );
  });

  it("suggests a policy that holds for the next run, too, and says what was denied", async () => {
    const { iam } = lab.running.cloud.clients(rootOf("000000000000"), "us-east-1");
    const role = "arn:aws:iam::000000000000:role/worker";
    const allow = (more: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
    const Principal = { AWS: "arn:aws:iam::000000000000:root" };
    const AssumeRolePolicyDocument = allow({ Principal, Action: "sts:AssumeRole" });
    await iam.CreateRole({ RoleName: "worker", AssumeRolePolicyDocument });
    const PolicyDocument = allow({ Action: ["logs:*", "ssm:PutParameter"], Resource: "*" });
    await iam.PutRolePolicy({ RoleName: "worker", PolicyName: "own", PolicyDocument });
    const sts = lab.client(STSClient);
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "session" }));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const logs = lab.client(CloudWatchLogsClient, { credentials });
    const stream = { logGroupName: "of-worker", logStreamName: "2026/11/30/[1]0123456789abcdef" };
    await logs.send(new CreateLogGroupCommand(stream));
    await logs.send(new CreateLogStreamCommand(stream));
    const logEvents = [{ timestamp: lab.clock.now(), message: "x" }];
    await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
    const ssm = lab.client(SSMClient, { credentials });
    for (let i = 0; i < 2; i++) await failure(ssm.send(new GetParameterCommand({ Name: "own" })));
    const { stdout, stderr } = await labCommand(["iam", "suggest", "worker", "--endpoint", lab.endpoint]);
    const named = JSON.stringify(JSON.parse(stdout));
    expect(named).to.contain('"arn:aws:logs:us-east-1:000000000000:log-group:of-worker:*"').and.not.to.contain("[1]");
    const resource = "arn:aws:ssm:us-east-1:000000000000:parameter/own";
    expect(stderr).to.equal(
      `Denied since the lab started, and not in the policy:\n  ssm:GetParameter on ${resource}\n`,
    );
    const json = await labCommand(["iam", "suggest", "worker", "--json", "--endpoint", lab.endpoint]);
    expect(JSON.parse(json.stdout)).to.deep.include({ role, policy: JSON.parse(stdout) });
    expect(JSON.parse(json.stdout).denied).to.have.length(1);
    // With the policy alone, the next run goes through.
    await iam.PutRolePolicy({ RoleName: "worker", PolicyName: "own", PolicyDocument: stdout });
    const next = { ...stream, logStreamName: "2026/11/30/[1]fedcba9876543210" };
    await logs.send(new CreateLogStreamCommand(next));
    await logs.send(new PutLogEventsCommand({ ...next, logEvents }));
  });

  it("explains a denial by its id as well as by what it is about", async () => {
    const arn = "arn:aws:iam::000000000000:user/ann";
    const ann = { kind: "user" as const, account: "000000000000", arn, userId: "AIDA" };
    const { ssm } = lab.running.cloud.clients(ann, "us-east-1");
    await failure(ssm.GetParameter({ Name: "first" }));
    await failure(ssm.GetParameter({ Name: "second" }));
    const [first] = lab.running.cloud.denials.all.slice(-2);
    expect(await command("why")).to.contain("parameter/second");
    expect(await command("why", first?.id ?? "")).to.contain("parameter/first");
    expect(await command("why", "parameter/first")).to.contain("parameter/first");
    expect(await command("why", "parameter/third")).to.contain("has denied nothing about parameter/third");
  });
});
