import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { lab, needs } from "../deployed.ts";

const run = promisify(execFile);
const NAME = "Ungranted";

describe("PhotoSky without its grant", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let endpoint: string;
  before(async function () {
    await needs(this, "disposable", "iam");
    target = await lab();
    if (!target.endpoint) this.skip();
    endpoint = target.endpoint;
    await target.bootstrap();
  });
  const deploy = (env: Record<string, string> = {}) =>
    target.cdk(["deploy", "--app", "node --import tsx ungranted.ts", "--require-approval", "never"], {
      app: join(packageFolder, "test/deploy/constructs"),
      env,
    });
  const url = async () => {
    const stack = await describeStack(endpoint, NAME);
    return ((stack && outputOf(stack, "ApiUrl")) ?? "").replace(/\/$/, "");
  };
  const pictures = async () => (await fetch(`${await url()}/list-images`)).status;

  it("is denied its bucket, as it would be on AWS", async () => {
    await deploy();
    expect(await pictures()).to.equal(500);
    const { denials } = (await (await fetch(`${endpoint}/_lab/denials`)).json()) as {
      denials: Record<string, string>[];
    };
    const last = denials.at(-1);
    expect(last).to.deep.include({ action: "s3:ListBucket", enforced: true });
    expect(last?.role).to.match(/role\/Ungranted-FunctionServiceRole/);
    expect(last?.reason).to.equal("because no identity-based policy allows the s3:ListBucket action");
  });

  it("is explained by `lab why`, down to the construct that lacks a grant", async () => {
    const { stdout } = await run(process.execPath, [
      join(packageFolder, "dist/lab/cli/main.js"),
      "why",
      "s3:ListBucket",
      "--endpoint",
      endpoint,
    ]);
    expect(stdout).to.match(/^Denied {2}s3:ListBucket on arn:aws:s3:::ungranted-pictures/);
    expect(stdout).to.contain("AWSLambdaBasicExecutionRole").and.to.contain('"Action": "s3:ListBucket"');
    expect(stdout).to.contain("grant it to Ungranted/Function on Ungranted/Pictures");
    const none = await run(process.execPath, [
      join(packageFolder, "dist/lab/cli/main.js"),
      "why",
      "nothing-like-it",
      "--endpoint",
      endpoint,
    ]).catch((error) => error);
    expect([none.code, none.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && text.includes("has denied nothing about nothing-like-it"),
    );
  });

  it("works once it is granted", async () => {
    await deploy({ GRANTED: "yes" });
    expect(await pictures()).to.equal(200);
  });

  it("needs no more than `lab iam suggest` says that it did", async () => {
    const main = join(packageFolder, "dist/lab/cli/main.js");
    const suggest = (role: string) => run(process.execPath, [main, "iam", "suggest", role, "--endpoint", endpoint]);
    const { Statement } = JSON.parse((await suggest("Ungranted-FunctionServiceRole")).stdout);
    const listing = Statement.find(({ Action }: { Action: string }) => Action === "s3:ListBucket");
    expect(listing).to.include({ Effect: "Allow" });
    expect(listing.Resource).to.match(/^arn:aws:s3:::ungranted-pictures/);
    const unknown = await suggest("nobody").catch((error) => error);
    expect([unknown.code, unknown.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && text.includes("No role that matches nobody"),
    );
  });
});
