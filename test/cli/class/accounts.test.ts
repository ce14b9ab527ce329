import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { packageFolder } from "../../../lab/package.ts";
import { failure, useCloud } from "../../cloud/use-cloud.ts";

const run = promisify(execFile);

describe("A class in one lab", () => {
  const lab = useCloud();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-class-"));
  });
  after(() => rm(folder, { recursive: true }));
  const command = (...args: string[]) =>
    run(process.execPath, [
      join(packageFolder, "dist/lab/cli/main.js"),
      "class",
      ...args,
      "--output",
      join(folder, "class"),
    ]);
  /** Runs the command in a shell that has sourced somebody's file. */
  const as = (name: string, ...args: string[]) =>
    run("sh", [
      "-c",
      '. "$0" && exec "$@"',
      join(folder, "class", `${name}.env`),
      process.execPath,
      join(packageFolder, "dist/lab/cli/main.js"),
      ...args,
    ]);
  const create = (students: number) => command("create", "--students", String(students), "--endpoint", lab.endpoint);
  const clientOf = async (name: string) => {
    const text = await readFile(join(folder, "class", `${name}.env`), "utf8");
    const [, accessKeyId = "", secretAccessKey = ""] =
      /AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)/.exec(text) ?? [];
    return lab.client(S3Client, { credentials: { accessKeyId, secretAccessKey } });
  };

  it("gives each student an account, a user who may do everything in it, and a file that only he reads", async () => {
    const { stdout } = await create(2);
    expect(stdout.trim().split("\n")).to.have.length(2);
    expect((await stat(join(folder, "class/student-01.env"))).mode & 0o777).to.equal(0o600);
    const [first, second] = [await clientOf("student-01"), await clientOf("student-02")];
    await first.send(new CreateBucketCommand({ Bucket: "students-own" }));
    expect((await first.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).to.deep.equal([
      "students-own",
    ]);
    expect((await second.send(new ListBucketsCommand())).Buckets).to.deep.equal([]);
    const taken = await failure(second.send(new CreateBucketCommand({ Bucket: "students-own" })));
    expect(taken.name).to.equal("BucketAlreadyExists");
  });

  it("leaves no door open: the well-known keys are off, and the teacher has credentials, too", async () => {
    for (const accessKeyId of ["test", "000000000000", "200000000001"]) {
      const s3 = lab.client(S3Client, { credentials: { accessKeyId, secretAccessKey: "test" } });
      expect((await failure(s3.send(new ListBucketsCommand()))).name, accessKeyId).to.equal("InvalidAccessKeyId");
    }
    expect((await stat(join(folder, "class/teacher.env"))).mode & 0o777).to.equal(0o600);
    await (await clientOf("teacher")).send(new ListBucketsCommand());
    expect((await command("list")).stdout).not.to.contain("teacher");
  });

  it("lets a student use the command as themselves, and never as the teacher", async () => {
    expect((await as("student-01", "account", "list")).stdout).to.match(/^200000000001 {2}[^\n]*\n$/);
    expect((await as("teacher", "account", "list")).stdout)
      .to.contain("000000000000")
      .and.to.contain("200000000002");
    expect((await as("student-01", "functions")).stdout).to.equal("The lab has no functions.\n");
    const trace = (await as("student-01", "trace", "--last", "100")).stdout;
    expect(trace).to.contain("S3 CreateBucket");
    for (const line of trace.trim().split("\n")) expect(line).not.to.contain("200000000002");
    const refused = await as("student-01", "account", "set", "200000000002", "--iam", "off").catch((error) => error);
    expect([refused.code, refused.stderr]).to.deep.equal([
      1,
      "arn:aws:iam::200000000001:user/student-01 may not do this: only the teacher may\n",
    ]);
    const set = await as("teacher", "account", "set", "200000000002", "--iam", "audit");
    expect(set.stdout).to.match(/^200000000002 {2}iam audit/);
    await as("teacher", "account", "set", "200000000002", "--iam", "default");
  });

  it("is listed, and grows without a change for those who are there", async () => {
    const before = (await command("list")).stdout;
    expect(before).to.match(/^student-01 {2}200000000001 {2}AKIA\w+\nstudent-02 {2}200000000002 {2}AKIA\w+\n$/);
    const { stderr } = await create(3);
    expect(stderr).to.contain("student-01 exists already");
    expect((await command("list")).stdout)
      .to.contain(before.trim())
      .and.to.contain("student-03");
  });

  it("begins anew for one student: nothing is left, the administrator has a new key, all others have what they had", async () => {
    const [before, other] = [await clientOf("student-01"), await clientOf("student-02")];
    await other.send(new CreateBucketCommand({ Bucket: "others-own" }));
    lab.running.cloud.accounts.put("200000000001", { iam: "audit" });
    const { stdout } = await command("reset", "student-01", "--endpoint", lab.endpoint);
    expect(stdout).to.match(/^student-01 {2}200000000001 {2}is empty/);
    expect((await failure(before.send(new ListBucketsCommand()))).name).to.equal("InvalidAccessKeyId");
    const after = await clientOf("student-01");
    expect((await after.send(new ListBucketsCommand())).Buckets).to.deep.equal([]);
    await after.send(new CreateBucketCommand({ Bucket: "students-own" }));
    expect((await stat(join(folder, "class/student-01.env"))).mode & 0o777).to.equal(0o600);
    expect((await other.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).to.deep.equal(["others-own"]);
    // What the teacher set for the account is not the student's.
    expect(lab.running.cloud.accounts.modeOf("200000000001")).to.equal("audit");
    const nobody = await command("reset", "student-99", "--endpoint", lab.endpoint).catch((error) => error);
    expect(nobody.stderr).to.contain("There is no student student-99");
  });

  it("loses a student, or is gone", async () => {
    const other = await clientOf("student-02");
    await command("remove", "student-01", "--endpoint", lab.endpoint);
    expect((await command("list")).stdout).not.to.contain("student-01");
    expect(lab.running.cloud.accounts.modeOf("200000000001")).to.equal("enforce");
    await other.send(new ListBucketsCommand());
    const unsaid = await command("remove", "--endpoint", lab.endpoint).catch((error) => error);
    expect(unsaid.stderr).to.contain("Name a student, or use --all.");
    await command("remove", "--all", "--endpoint", lab.endpoint);
    expect((await failure(other.send(new ListBucketsCommand()))).name).to.equal("InvalidAccessKeyId");
    expect((await command("list").catch((error) => error)).stderr).to.contain("There is no class in");
  });

  it("that is not there is told of", async () => {
    const missing = await run(process.execPath, [
      join(packageFolder, "dist/lab/cli/main.js"),
      "class",
      "list",
      "--output",
      join(folder, "no"),
    ]).catch((error) => error);
    expect([missing.code, missing.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && text.startsWith("There is no class in"),
    );
  });
});
