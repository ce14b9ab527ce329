import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { rootOf } from "../../../lab/cloud/auth/caller.ts";
import { packageFolder } from "../../../lab/package.ts";
import { failure, useCloud } from "../../cloud/use-cloud.ts";

const run = promisify(execFile);
const ACCOUNT = "111111111111";

describe("lab iam and lab why", () => {
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
