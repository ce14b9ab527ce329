import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { useCloud } from "../cloud/use-cloud.ts";
import { labCommand } from "./command.ts";

const FILES = {
  credentials: `
[default]
aws_access_key_id = 111111111111
aws_secret_access_key = test

[student]
aws_access_key_id = 222222222222
aws_secret_access_key = test

[real]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = of-a-real-account
`,
  config: `
[profile elsewhere]
aws_access_key_id = 333333333333
aws_secret_access_key = test

[profile assumed]
role_arn = arn:aws:iam::000000000000:role/r
source_profile = student
`,
};

describe("As whom a command calls", function () {
  this.timeout(60_000);
  const lab = useCloud();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "profiles-"));
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  });
  after(() => rm(folder, { recursive: true }));

  const status = async (env: Record<string, string>, ...args: string[]) => {
    const files = { AWS_CONFIG_FILE: join(folder, "config"), HOME: folder };
    const { code, stdout, stderr } = await labCommand(["status", "--json", "--endpoint", lab.endpoint, ...args], {
      ...files,
      ...env,
    });
    return code === 0 ? (JSON.parse(stdout) as { caller: { account: string } }).caller.account : stderr.trim();
  };
  const shared = () => ({ AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials") });

  it("is the profile that AWS_PROFILE names, in the shared files", async () => {
    expect(await status({ ...shared(), AWS_PROFILE: "student" })).to.equal("222222222222");
    expect(await status({ AWS_PROFILE: "elsewhere" })).to.equal("333333333333");
  });

  it("is the default profile of a file that is named, and of no other", async () => {
    expect(await status(shared())).to.equal("111111111111");
    expect(await status({})).to.equal("000000000000");
  });

  it("is a key in the environment before a profile there, and after the profile that the command names", async () => {
    const env = {
      ...shared(),
      AWS_PROFILE: "student",
      AWS_ACCESS_KEY_ID: "444444444444",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    expect(await status(env)).to.equal("444444444444");
    expect(await status(env, "--profile", "elsewhere")).to.equal("333333333333");
  });

  it("is no real account's, unless the command names it", async () => {
    expect(await status({ ...shared(), AWS_PROFILE: "real" })).to.equal("000000000000");
    expect(await status(shared(), "--profile", "real")).to.match(/InvalidAccessKeyId|does not exist|invalid/);
  });

  it("is said to be missing where nothing says it", async () => {
    expect(await status({ AWS_PROFILE: "nobody" })).to.equal("The config profile (nobody) could not be found");
    expect(await status(shared(), "--profile", "assumed")).to.contain("The profile assumed has no access key");
    lab.running.cloud.credentials.wellKnownKeys = "off";
    try {
      expect(await status({})).to.contain(`The lab at ${lab.endpoint} needs to know the caller: source root.env`);
    } finally {
      lab.running.cloud.credentials.wellKnownKeys = "on";
    }
  });
});
