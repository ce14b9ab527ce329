import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { WebSocket } from "ws";
import { choose } from "../../../lab/cli/lambda/running-functions.ts";
import { packageFolder } from "../../../lab/package.ts";
import { Functions } from "../../cloud/services/lambda/functions.ts";
import { useCloud } from "../../cloud/use-cloud.ts";

const main = join(packageFolder, "dist/lab/cli/main.js");

/** A debugger, as far as it takes to let a process go on. */
class Inspector {
  readonly #socket: WebSocket;
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Waits for a process that is inspected at this port. */
  static async attach(port: number): Promise<Inspector> {
    for (;;) {
      const found = await fetch(`http://127.0.0.1:${port}/json/list`).then(
        (response) => response.json() as Promise<{ webSocketDebuggerUrl: string }[]>,
        () => [],
      );
      if (found[0]) {
        const socket = new WebSocket(found[0].webSocketDebuggerUrl);
        await new Promise((resolve) => socket.once("open", resolve));
        return new Inspector(socket);
      }
      // Nobody tells when a port begins to be listened at.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  send(method: string): void {
    this.#socket.send(JSON.stringify({ id: ++this.#id, method }));
  }

  event(method: string): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.on("message", (data) => {
        if (JSON.parse(String(data)).method === method) resolve();
      });
    });
  }

  close(): void {
    this.#socket.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("The lab's commands for functions", () => {
  const cloud = useCloud();
  const running = new Set<ChildProcess>();
  let functions: Functions;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylab-cli-"));
    functions = new Functions(cloud.endpoint);
    await functions.makeRole();
    const code = `export const handler = async (event) => {
      console.log("seen " + event.id);
      if (event.fail) throw new Error("no luck");
      return { hello: event.id };
    };`;
    await functions.create("stack-Greeter-1X", code);
    await functions.create("stack-Other-2Y", code);
  });
  after(() => {
    for (const child of running) child.kill("SIGKILL");
    functions.destroy();
    rmSync(folder, { recursive: true });
  });

  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [main, ...args, "--endpoint", cloud.endpoint]);
    running.add(child);
    child.once("close", () => running.delete(child));
    return child;
  };
  const lab = async (...args: string[]) => {
    const child = start(...args);
    const code = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, stdout, stderr };
  };

  it("invoke prints the answer, and the log beside it", async () => {
    const { code, stdout, stderr } = await lab("invoke", "greeter", '{"id": 1}');
    expect([code, JSON.parse(stdout)]).to.deep.equal([0, { hello: 1 }]);
    expect(stderr).to.match(/\tINFO\tseen 1\n/);
    const file = join(folder, "event.json");
    writeFileSync(file, '{"id": 2}');
    expect(JSON.parse((await lab("invoke", "greeter", `@${file}`)).stdout)).to.deep.equal({ hello: 2 });
  });

  it("invoke ends with 1 when the function fails, or can't be told", async () => {
    const failed = await lab("invoke", "greeter", '{"fail": true}');
    expect([failed.code, JSON.parse(failed.stdout).errorMessage]).to.deep.equal([1, "no luck"]);
    for (const [args, message] of [
      [["stack"], /^stack matches several functions:\n {2}stack-Greeter-1X\n {2}stack-Other-2Y\n$/],
      [["nobody"], /^There is no function nobody:/],
      [["greeter", "{"], /^The event is not JSON: /],
      [["greeter", "@no-such-file"], /^There is no no-such-file\.$/m],
    ] as const) {
      const { code, stderr } = await lab("invoke", ...args);
      expect(code).to.equal(1);
      expect(stderr).to.match(message);
    }
  });

  it("functions lists them, and nothing besides", async () => {
    const { stdout, stderr } = await lab("functions");
    expect(stderr).to.equal("");
    expect(stdout).to.match(/^FUNCTION +RUNTIME +MEMORY +TIMEOUT +CHANGED/);
    expect(stdout).to.match(/\nstack-Greeter-1X +nodejs22\.x +128 MB +3 s +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n/);
  });

  it("logs prints what was logged, and goes on with --follow", async () => {
    await functions.invoke("stack-Other-2Y", { id: 3 });
    await functions.logged("stack-Other-2Y", "REPORT");
    expect((await lab("logs", "other")).stdout).to.match(/\tseen 3\nEND /);
    const following = start("logs", "other", "--follow");
    let output = "";
    const sees = async (line: string) => {
      while (!output.includes(line)) output += await new Promise((resolve) => following.stdout.once("data", resolve));
    };
    await sees("seen 3");
    await functions.invoke("stack-Other-2Y", { id: 4 });
    await sees("seen 4");
    expect(output.match(/seen 3/g)).to.have.length(1);
    following.kill("SIGINT");
    expect(await new Promise((resolve) => following.once("close", resolve))).to.equal(0);
  });

  it("debug stops a function before it begins, until a debugger lets it go, without a timeout", async () => {
    const port = await freePort();
    const debugging = start("debug", "greeter", "--port", String(port));
    await new Promise((resolve) => debugging.stdout.once("data", resolve));
    const invoked = functions.invoke("stack-Greeter-1X", { id: 5 });
    const inspector = await Inspector.attach(port);
    // Longer than its three seconds.
    functions.advance(cloud.clock, 60_000);
    const paused = inspector.event("Debugger.paused");
    inspector.send("Debugger.enable");
    inspector.send("Runtime.runIfWaitingForDebugger");
    await paused;
    inspector.send("Debugger.resume");
    expect((await invoked).answer).to.deep.equal({ hello: 5 });
    inspector.close();
    debugging.kill("SIGINT");
    expect(await new Promise((resolve) => debugging.once("close", resolve))).to.equal(0);
    const { Environment } = await functions.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: "stack-Greeter-1X" }),
    );
    expect(Environment?.Variables ?? {}).to.deep.equal({});
  });

  it("take a whole name before a part of one", () => {
    expect(choose("app", ["app", "app-2"])).to.equal("app");
    expect(choose("APP-2", ["app", "app-2"])).to.equal("app-2");
  });
});
