import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { packageFolder } from "../../../lab/package.ts";
import { useCloud } from "../../cloud/use-cloud.ts";

const run = promisify(execFile);
const ACCOUNT = "111111111111";
const DENY = { Version: "2012-10-17", Statement: { Effect: "Deny", Action: "ssm:*", Resource: "*" } };

describe("lab account", () => {
  const lab = useCloud();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-account-"));
    await writeFile(join(folder, "deny.json"), JSON.stringify(DENY));
    await writeFile(join(folder, "none.json"), "no JSON");
  });
  after(() => rm(folder, { recursive: true }));
  const account = async (...args: string[]) => {
    const main = join(packageFolder, "dist/lab/cli/main.js");
    const { stdout, stderr } = await run(process.execPath, [main, "account", ...args, "--endpoint", lab.endpoint], {
      cwd: folder,
    }).catch((error) => error);
    return `${stdout}${stderr}`.trim();
  };

  it("sets what it is told, leaves the rest, and lists it", async () => {
    expect(await account("set", ACCOUNT, "--iam", "audit")).to.equal(
      `${ACCOUNT}  iam audit  no service control policies`,
    );
    expect(await account("set", ACCOUNT, "--scp", "FullAWSAccess", "deny.json")).to.equal(
      `${ACCOUNT}  iam audit  2 service control policies`,
    );
    const { iam, serviceControlPolicies } = lab.running.cloud.accounts.all.get(ACCOUNT) ?? {};
    expect([iam, serviceControlPolicies?.[0]?.[1]]).to.deep.equal(["audit", DENY]);
    expect(await account("list")).to.equal(
      [
        "000000000000  iam enforce (as the lab)  no service control policies",
        `${ACCOUNT}  iam audit  2 service control policies`,
      ].join("\n"),
    );
    await account("set", ACCOUNT, "--iam", "default");
    await account("set", ACCOUNT, "--no-scp");
    expect(lab.running.cloud.accounts.all.get(ACCOUNT)).to.equal(undefined);
  });

  it("says what is wrong, and changes nothing then", async () => {
    expect(await account("set", "12")).to.equal("An account has 12 digits");
    expect(await account("set", ACCOUNT, "--scp", "none.json")).to.equal("none.json holds no JSON");
    expect(await account("set", ACCOUNT, "--scp", "nothing.json")).to.contain("nothing.json can't be read");
    expect(await account("set", ACCOUNT, "--iam", "maybe")).to.contain(
      "Allowed choices are enforce, audit, off, default",
    );
    expect(lab.running.cloud.accounts.all.size).to.equal(0);
  });
});
