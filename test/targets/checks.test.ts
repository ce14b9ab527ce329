import { createServer } from "node:net";
import { expect } from "chai";
import { accountFinding, nodeFinding, portFinding, roomFinding } from "../../lab/targets/checks.ts";

describe("What a target looks at on this machine", () => {
  it("is the version of Node.js", () => {
    expect(nodeFinding()).to.include({ what: "Node.js", fine: "yes", found: `Node.js ${process.versions.node}` });
  });

  it("is whether a port is free, and one in use is no reason to stop", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    expect(await portFinding(port)).to.include({ fine: "note", found: "in use" });
    await new Promise((resolve) => server.close(resolve));
    expect(await portFinding(port)).to.include({ fine: "yes", found: "free" });
  });

  it("is the room on the disk", async () => {
    expect((await roomFinding(0)).fine).to.equal("yes");
    expect((await roomFinding(2 ** 40)).fine).to.equal("no");
  });

  const environments: [NodeJS.ProcessEnv, string | undefined][] = [
    [{}, undefined],
    [{ AWS_ACCESS_KEY_ID: "test" }, undefined],
    [{ AWS_ACCESS_KEY_ID: "111111111111" }, undefined],
    [{ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" }, "the access key AKIA… is in the environment"],
    [{ AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE" }, "the access key ASIA… is in the environment"],
    [{ AWS_PROFILE: "work" }, "the profile work is in the environment"],
  ];
  for (const [environment, found] of environments) {
    it(`is whether ${JSON.stringify(environment)} holds a real account, which it never shows`, () => {
      expect(accountFinding(environment)?.found).to.equal(found);
      expect(JSON.stringify(accountFinding(environment) ?? "")).not.to.contain("IOSFODNN7EXAMPLE");
    });
  }
});
