import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { packageFolder, version } from "../../lab/package.ts";

const main = join(packageFolder, "dist/lab/cli/main.js");

describe("lab", function () {
  this.timeout(300_000);

  let folder: string;
  const running = new Set<ChildProcess>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-cli-"));
  });
  afterEach(() => {
    for (const child of running) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** Starts the command; resolves to its end. */
  function lab(...args: string[]) {
    // Without npm's additions to the PATH: the command must work where it is installed, too.
    const PATH = (process.env.PATH ?? "")
      .split(delimiter)
      .filter((entry) => !entry.includes("node_modules"))
      .join(delimiter);
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PATH },
    });
    running.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
      child.once("close", (code) => {
        running.delete(child);
        resolve({ code, stdout, stderr });
      }),
    );
    /** The first line of its output that matches. */
    const line = (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        createInterface({ input: child.stdout }).on("line", (text) => pattern.test(text) && resolve(text));
        ended.then(({ stderr: errors }) => reject(new Error(`The command ended: ${errors}`)));
      });
    return { child, ended, line };
  }

  const client = (endpoint: string) =>
    new S3Client({ endpoint, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } });

  describe("cloud", () => {
    it("prints its endpoint on one line, and tells its health there", async () => {
      const { child, ended, line } = lab("cloud", "--port", "0", "--ephemeral");
      const endpoint = await line(/./);
      expect(endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
      const health = (await (await fetch(`${endpoint}/_lab/health`)).json()) as { services: string[] };
      expect(health).to.include({ status: "ready", version, endpoint });
      expect(health.services).to.include.members(["s3", "lambda", "cloudformation"]);
      child.kill("SIGTERM");
      expect(await ended).to.deep.equal({ code: 0, stdout: `${endpoint}\n`, stderr: "" });
    });

    it("keeps its state in a folder, for the next time", async () => {
      const first = lab("cloud", "--port", "0", "--state", "kept");
      const before = client(await first.line(/./));
      await before.send(new CreateBucketCommand({ Bucket: "kept" }));
      await before.send(new PutObjectCommand({ Bucket: "kept", Key: "a", Body: "b" }));
      first.child.kill("SIGKILL");
      await first.ended;
      const second = lab("cloud", "--port", "0", "--state", "kept");
      const { Body } = await client(await second.line(/./)).send(new GetObjectCommand({ Bucket: "kept", Key: "a" }));
      expect(await Body?.transformToString()).to.equal("b");
      second.child.kill("SIGTERM");
      expect((await second.ended).code).to.equal(0);
      expect(readdirSync(folder)).to.deep.equal(["kept"]);
    });

    it("opens no account to well-known keys when told so, and to the one who may read its state", async () => {
      const { child, ended, line } = lab("cloud", "--port", "0", "--well-known-keys", "off");
      const endpoint = await line(/./);
      const refused = await client(endpoint)
        .send(new CreateBucketCommand({ Bucket: "closed" }))
        .catch((error) => error);
      expect(refused.name).to.equal("InvalidAccessKeyId");
      expect((await fetch(`${endpoint}/_lab/spans`)).status).to.equal(401);
      const [, secret = ""] =
        /AWS_SECRET_ACCESS_KEY=(\S+)/.exec(readFileSync(join(folder, ".lab/root.env"), "utf8")) ?? [];
      for (const command of [["functions"], ["trace"], ["account", "list"], ["why"]]) {
        const { stderr, stdout } = await lab(...command, "--endpoint", endpoint).ended;
        expect(stderr, command.join(" ")).not.to.match(/sign|token|AccessKey/);
        expect(stdout + stderr).to.match(/no functions|InvalidAccessKeyId|000000000000|denied nothing/);
      }
      child.kill("SIGTERM");
      const { stderr } = await ended;
      expect(stderr.split(secret)).to.have.length(2);
    });
  });

  describe("says in one line, with exit code 1,", () => {
    const failure = async (...args: string[]) => {
      const { code, stdout, stderr } = await lab(...args).ended;
      expect([code, stdout, stderr.trim().split("\n").length]).to.deep.equal([1, "", 1]);
      return stderr;
    };

    it("that the port is in use", async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as { port: number };
      expect(await failure("cloud", "--port", String(port), "--ephemeral"))
        .to.contain(`Port ${port} is in use`)
        .and.contain("--port");
      expect(await failure("up", "--port", String(port))).to.contain(`Port ${port} is in use`);
      server.close();
    });

    it("that the state can't be read, and changes nothing", async () => {
      writeFileSync(join(folder, "data.mdb"), "not a database");
      expect(await failure("cloud", "--port", "0", "--state", folder))
        .to.contain(folder)
        .and.contain("can't be read");
      expect(readdirSync(folder)).to.deep.equal(["data.mdb"]);
    });

    it("that another lab uses the state", async () => {
      const { line } = lab("cloud", "--port", "0", "--state", folder);
      await line(/./);
      expect(await failure("cloud", "--port", "0", "--state", folder)).to.contain("in use by another lab");
    });

    it("that it deploys to nothing but this machine", async () => {
      expect(await failure("deploy", "--endpoint", "https://cloudformation.us-east-1.amazonaws.com")).to.contain(
        "not on this machine",
      );
    });
  });

  it("refuses a port that is none", async () => {
    const { code, stderr } = await lab("cloud", "--port", "70000").ended;
    expect(code).to.equal(1);
    expect(stderr).to.contain("A port is a number from 0 to 65535.");
  });

  describe("up", () => {
    it("deploys the application, ends with all that it started, and finds everything again", async () => {
      const first = lab("up", "--port", "0");
      const url = (await first.line(/PhotoSky {2}http/)).trim().split(/\s+/)[1] as string;
      const images = await fetch(`${url}list-images`);
      expect(await images.json()).to.deep.equal({ images: [] });
      const form = (await (
        await fetch(`${url}get-presigned-url`, {
          method: "POST",
          body: JSON.stringify({ filename: "a.png", filetype: "image/png" }),
        })
      ).json()) as {
        url: string;
        fields: Record<string, string>;
      };
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
      body.append("file", new Blob(["picture"]));
      expect((await fetch(form.url, { method: "POST", body })).status).to.equal(204);
      first.child.kill("SIGINT");
      const { code, stdout } = await first.ended;
      expect(code).to.equal(0);
      expect(stdout)
        .to.contain("export AWS_ENDPOINT_URL=")
        .and.contain("export AWS_ACCESS_KEY_ID=test")
        .and.contain("export AWS_REGION=");

      const second = lab("up", "--port", "0");
      const again = (await second.line(/PhotoSky {2}http/)).trim().split(/\s+/)[1] as string;
      const { images: kept } = (await (await fetch(`${again}list-images`)).json()) as {
        images: { id: string; url: string }[];
      };
      expect(kept.map(({ id }) => id)).to.deep.equal(["a.png"]);
      expect(await (await fetch(kept[0]?.url ?? "")).text()).to.equal("picture");
      second.child.kill("SIGINT");
      expect((await second.ended).stdout).to.not.contain("Deploy the stack");
    });
  });

  describe("doctor", () => {
    it("looks at what this machine has for each target", async () => {
      const { code, stdout } = await lab("doctor").ended;
      expect(code).to.equal(0);
      for (const target of ["embedded", "container", "localstack", "endpoint", "aws"])
        expect(stdout).to.match(new RegExp(`${target} `));
      expect(stdout).to.contain(`Node.js ${process.versions.node}`);
    });
  });

  describe("down", () => {
    it("ends the lab that uses a folder", async () => {
      const { ended, line } = lab("cloud", "--port", "0", "--state", "here");
      await line(/./);
      expect((await lab("down", "--state", "here").ended).stdout).to.match(/^Stopped the lab in here/);
      expect((await ended).code).to.equal(0);
      expect((await lab("down", "--state", "here").ended).stdout).to.match(/^Nothing is running/);
    });
  });

  describe("a target", () => {
    it("that does not exist is refused, wherever it is named", async () => {
      const option = await lab("up", "--target", "azure").ended;
      expect(option.code).to.equal(1);
      expect(option.stderr).to.contain("Allowed choices are embedded, container, localstack, endpoint, aws");
      const argument = await lab("deploy", "--endpoint", "https://example.com").ended;
      expect(argument.code).to.equal(1);
      expect(argument.stderr).to.match(
        /^Refusing to deploy to https:\/\/example\.com: it is not on this machine\..*\n$/,
      );
    });
  });

  describe("class compose", () => {
    it("writes a file for a class", async () => {
      const args = ["--students", "2", "--host", "192.0.2.1", "--output", "class.yaml"];
      expect((await lab("class", "compose", ...args).ended).code).to.equal(0);
      expect(readFileSync(join(folder, "class.yaml"), "utf8")).to.contain("student-02:");
      const wrong = await lab("class", "compose", "--students", "none").ended;
      expect(wrong.code).to.equal(1);
      expect(wrong.stderr).to.contain("A number from 1 to 500.");
    });
  });
});
