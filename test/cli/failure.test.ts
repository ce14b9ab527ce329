import { expect } from "chai";
import { explain } from "../../lab/cli/failure.ts";
import { NoInspector } from "../../lab/cli/lambda/debug.ts";
import { UnknownTarget } from "../../lab/targets/index.ts";

describe("A failure of the command", () => {
  const failed = (code: string, more: object = {}) => Object.assign(new Error(`${code}: something`), { code, ...more });

  for (const [what, error, expected] of [
    [
      "one of the lab's own",
      new NoInspector("f runs on python3.12; only Node.js functions can be debugged."),
      /^f runs on/,
    ],
    ["a target that is not there", new UnknownTarget("mars"), /mars/],
    ["a port in use", failed("EADDRINUSE", { port: 4566 }), /^Port 4566 is in use/],
    [
      "an address of another machine",
      failed("EADDRNOTAVAIL", { address: "10.9.8.7" }),
      /^10\.9\.8\.7 is not an address/,
    ],
    ["a port that needs root", failed("EACCES"), /--port/],
    ["a folder without permission", failed("EACCES", { path: "/root/x" }), /^No permission for \/root\/x/],
    ["a read-only folder", failed("EROFS", { path: "/mnt/x" }), /^\/mnt\/x is on a read-only file system/],
    ["a full disk", failed("ENOSPC", { path: "/mnt/x" }), /^The disk is full/],
    ["a file in place of a folder", failed("ENOTDIR", { path: "/a/b" }), /^\/a\/b is a file/],
    ["a file that is not there", failed("ENOENT", { path: "/a/b" }), /^There is no \/a\/b/],
    ["an answer of a service", Object.assign(new Error("no"), { name: "Denied", $metadata: {} }), /^Denied: no$/],
  ] as const) {
    it(`is one line for ${what}`, () => {
      expect(explain(error)).to.match(expected);
      expect(explain(error)).not.to.contain("\n");
    });
  }

  it("keeps its stack when it is a fault of the lab's", () => {
    expect(explain(new TypeError("x is not a function"))).to.contain("failure.test.ts");
  });
});
