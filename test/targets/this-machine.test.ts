import { networkInterfaces } from "node:os";
import { expect } from "chai";
import { startLab } from "../../lab/targets/index.ts";
import { checkThisMachine } from "../../lab/targets/this-machine.ts";

describe("An endpoint", () => {
  const own = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ family, internal }) => family === "IPv4" && !internal),
  );
  for (const endpoint of [
    "http://127.0.0.1:4566",
    "http://127.1.2.3:4566",
    "http://localhost:4566",
    "http://[::1]:4566",
    ...own.map(({ address }) => `http://${address}:4566`),
  ]) {
    it(`such as ${endpoint} is on this machine`, () => {
      expect(() => checkThisMachine(endpoint)).not.to.throw();
    });
  }

  for (const endpoint of [
    "https://s3.amazonaws.com",
    "https://cloudformation.us-east-1.amazonaws.com",
    "http://127.0.0.1.example.com:4566",
    "http://localhost.example.com",
    "http://127.0.0.1@example.com",
    "http://192.0.2.77:4566",
    "example.com",
    "",
  ]) {
    it(`such as ${JSON.stringify(endpoint)} is not, and nothing is deployed there`, () => {
      expect(() => checkThisMachine(endpoint)).to.throw(/not on this machine/);
    });
  }

  it("is looked at before a target is used", async () => {
    const start = (endpoint?: string) => startLab({ target: "endpoint", ...(endpoint ? { endpoint } : {}) });
    const message = (error: Error) => error.message;
    expect(await start("https://sts.amazonaws.com").catch(message)).to.contain("not on this machine");
    const before = process.env.AWS_ENDPOINT_URL;
    delete process.env.AWS_ENDPOINT_URL;
    expect(await start().catch(message)).to.contain("Name the cloud's address");
    if (before !== undefined) process.env.AWS_ENDPOINT_URL = before;
  });
});
