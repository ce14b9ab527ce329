import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteFunctionCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { startCloud } from "../../../../../lab/cloud/index.ts";
import { useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

/** Logs each attempt, and fails unless the event says otherwise. */
const attempts = `
  export const handler = async ({ id, fine }) => {
    console.log("attempt of " + id);
    if (!fine) throw new Error("no luck");
  };
`;

describe("Asynchronous invocations", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  const count = (lines: string[], text: string) => lines.filter((line) => line.endsWith(`${text}\n`)).length;
  const later = (name: string, event: unknown) => lab.invoke(name, event, { InvocationType: "Event" });

  it("are accepted at once, and worked on", async () => {
    await lab.create("later", attempts);
    const { StatusCode, answer } = await later("later", { id: "a", fine: true });
    expect([StatusCode, answer]).to.deep.equal([202, undefined]);
    await lab.logged("later", "attempt of a");
  });

  it("are tried twice more when the function fails them: after one minute and after two", async () => {
    await lab.create("retried", attempts);
    await later("retried", { id: "b" });
    const ends = (times: number) => lab.logged("retried", "REPORT", times);
    expect(count(await ends(1), "attempt of b")).to.equal(1);
    lab.advance(cloud.clock, 59_000);
    await lab.invoke("retried", { id: "c", fine: true });
    expect(count(await ends(2), "attempt of b")).to.equal(1);
    lab.advance(cloud.clock, 1_500);
    expect(count(await ends(3), "attempt of b")).to.equal(2);
    lab.advance(cloud.clock, 121_000);
    expect(count(await ends(4), "attempt of b")).to.equal(3);
    lab.advance(cloud.clock, 3_600_000);
    await lab.invoke("retried", { id: "c", fine: true });
    expect(count(await ends(5), "attempt of b")).to.equal(3);
  });

  it("wait while the function is at its limit", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
    const released = join(folder, "released");
    const code = `
      import { existsSync } from "node:fs";
      export const handler = async ({ id, holds }) => {
        console.log("attempt of " + id);
        while (holds && !existsSync(${JSON.stringify(released)})) await new Promise((go) => setTimeout(go, 20));
      };
    `;
    const FunctionName = "limited";
    await lab.create(FunctionName, code, { Timeout: 60 });
    await lab.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    const holder = lab.invoke(FunctionName, { id: "holder", holds: true });
    await lab.logged(FunctionName, "attempt of holder");
    await later(FunctionName, { id: "d" });
    writeFileSync(released, "");
    await holder;
    lab.advance(cloud.clock, 1_500);
    await lab.logged(FunctionName, "attempt of d");
    rmSync(folder, { recursive: true });
  });

  it("are all worked on, however many there are", async () => {
    await lab.create("many", attempts);
    const ids = Array.from({ length: 40 }, (_, i) => `e${i};`);
    await Promise.all(ids.map((id) => later("many", { id, fine: true })));
    const lines = await lab.logged("many", "REPORT", 40);
    for (const id of ids) expect(count(lines, `attempt of ${id}`)).to.equal(1);
  });

  it("are tried again when their end can't be written down, as on a full disk", async () => {
    await lab.create("unwritten", attempts);
    const { store } = cloud.running.cloud;
    const write = store.write.bind(store);
    await later("unwritten", { id: "g", fine: true });
    const refused = new Promise<void>((resolve) => {
      store.write = () => {
        resolve();
        throw new Error("The disk is full");
      };
    });
    await refused;
    // Its end is written down when its log was tried to be, too.
    await new Promise((resolve) => setTimeout(resolve, 200));
    store.write = write;
    lab.advance(cloud.clock, 61_000);
    await lab.logged("unwritten", "attempt of g");
  });

  it("go with their function", async () => {
    await lab.create("gone", attempts);
    await later("gone", { id: "f" });
    await lab.logged("gone", "REPORT");
    await lab.lambda.send(new DeleteFunctionCommand({ FunctionName: "gone" }));
    await lab.create("gone", attempts);
    lab.advance(cloud.clock, 121_000);
    await lab.invoke("gone", { id: "g", fine: true });
    expect(count(await lab.logged("gone", "REPORT", 2), "attempt of f")).to.equal(1);
  });

  it("survive a restart of the lab, as the functions do", async () => {
    const state = mkdtempSync(join(tmpdir(), "skylab-test-"));
    try {
      const first = await startCloud({ port: 0, state });
      const before = new Functions(first.endpoint);
      await before.makeRole();
      await before.create("durable", attempts);
      await before.invoke("durable", { id: "h" }, { InvocationType: "Event" });
      await before.logged("durable", "attempt of h");
      before.destroy();
      await first.close();

      const second = await startCloud({ port: 0, state });
      const after = new Functions(second.endpoint);
      after.advance(second.cloud.clock, 61_000);
      await after.logged("durable", "attempt of h", 2);
      after.destroy();
      await second.close();
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});
