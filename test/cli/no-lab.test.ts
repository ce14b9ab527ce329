import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";

const main = join(packageFolder, "dist/lab/cli/main.js");

/** Commands that ask a running lab. */
const commands = [
  ["functions"],
  ["invoke", "hello", "{}"],
  ["logs", "hello"],
  ["debug", "hello"],
  ["trace"],
  ["trace", "--follow"],
  ["why"],
  ["clock"],
  ["account", "list"],
  ["iam", "suggest", "hello"],
  ["class", "create", "--students", "1"],
];

describe("A command that needs a lab", function () {
  this.timeout(60_000);
  let page: Server;
  let nobody: string;

  before(async () => {
    page = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html" }).end("<h1>A page</h1>"));
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    nobody = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
  });
  after(() => page.close());

  const lab = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [main, ...args], { timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
      );
    });

  const advice = (endpoint: string, what: string) => ({
    code: 1,
    stdout: "",
    stderr: `${what} at ${endpoint}. Start one with \`npx lab cloud\`, or say where it is with --endpoint.\n`,
  });

  for (const command of commands) {
    it(`says where none answers: lab ${command.join(" ")}`, async () => {
      expect(await lab(...command, "--endpoint", nobody)).to.deep.equal(advice(nobody, "No lab answers"));
    });
  }

  for (const command of [["functions"], ["trace"], ["clock"], ["account", "list"]]) {
    it(`says when something else answers: lab ${command.join(" ")}`, async () => {
      const endpoint = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
      const found = await lab(...command, "--endpoint", endpoint);
      expect(found).to.deep.equal(advice(endpoint, "No lab, but something else answers"));
    });
  }

  it("says so, too, when it is to open the console of a cloud", async () => {
    const found = await lab("console", "--no-open", "--endpoint", nobody);
    expect(found).to.deep.equal(advice(nobody, "No lab answers"));
  });

  it("says where nothing answers that it could deploy to", async () => {
    const { code, stderr } = await lab("deploy", "--endpoint", nobody);
    expect(code).to.equal(1);
    expect(stderr).to.match(new RegExp(`^Nothing answers at ${nobody.slice("http://".length)}\\..*\\n$`));
  });

  it("says which file can't be read", async () => {
    const { code, stderr } = await lab("invoke", "hello", "@nowhere.json", "--endpoint", nobody);
    expect([code, stderr]).to.deep.equal([1, "There is no nowhere.json.\n"]);
    const folder = await lab("invoke", "hello", `@${packageFolder}`, "--endpoint", nobody);
    expect([folder.code, folder.stderr]).to.deep.equal([1, `${packageFolder} is a folder, not a file.\n`]);
  });
});
