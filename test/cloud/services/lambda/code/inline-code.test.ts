import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { inlineArchive } from "../../../../../lab/cloud/services/lambda/code/inline-code.ts";
import { unzip } from "../../../../../lab/cloud/services/lambda/code/zip.ts";
import { Bench } from "../bench.ts";

describe("Code that is written in a template", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("becomes the file that its runtime expects", async () => {
    await unzip(await inlineArchive("python3.13", "def handler(event, context): pass"), folder);
    expect(readdirSync(folder)).to.deep.equal(["index.py"]);
    expect(readFileSync(join(folder, "index.py"), "utf8")).to.equal("def handler(event, context): pass");
  });

  it("is the same archive whenever it is made, so that nothing changes when nothing changed", async () => {
    const [one, two] = await Promise.all([inlineArchive("nodejs22.x", "1"), inlineArchive("nodejs22.x", "1")]);
    expect(one.equals(two)).to.equal(true);
  });

  it("has cfnresponse beside it in Python, where it imports that", async () => {
    await unzip(await inlineArchive("python3.13", "import cfnresponse\n"), folder);
    expect(readdirSync(folder)).to.have.members(["index.py", "cfnresponse.py"]);
  });

  it("answers custom resources with cfn-response, which needs no port in the URL", async () => {
    const code = `
      const response = require("cfn-response");
      exports.handler = (event, context) => response.send(event, context, response.SUCCESS, { Answer: 42 }, "id");
    `;
    await unzip(await inlineArchive("nodejs22.x", code), folder);
    const seen: unknown[] = [];
    const cloud = createServer(async (request, response) => {
      seen.push(`${request.method} ${request.url}`, JSON.parse(await text(request)));
      response.end();
    });
    await new Promise<void>((resolve) => cloud.listen(0, "127.0.0.1", resolve));
    const bench = new Bench({ endpoint: () => `http://127.0.0.1:${(cloud.address() as AddressInfo).port}` });
    try {
      const fn = { ...bench.function({}), folders: async () => ({ task: folder, opt: folder, packages: folder }) };
      const ids = { StackId: "stack", RequestId: "request", LogicalResourceId: "resource" };
      const { errorType } = await bench.invoke(fn, { ...ids, ResponseURL: "https://127.0.0.1/answers/one?x=1" });
      expect(errorType).to.equal(undefined);
      expect(seen[0]).to.equal("PUT /answers/one?x=1");
      const expected = { ...ids, Status: "SUCCESS", PhysicalResourceId: "id", NoEcho: false, Data: { Answer: 42 } };
      expect(seen[1]).to.deep.include(expected);
    } finally {
      await bench.close();
      cloud.close();
    }
  });
});
