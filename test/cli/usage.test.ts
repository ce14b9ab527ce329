import { expect } from "chai";
import { labCommand } from "./command.ts";

describe("A mistake in the use of lab", function () {
  this.timeout(180_000);
  for (const [what, args, stderr] of [
    [
      "an option that is none",
      ["trace", "--bogus"],
      "error: unknown option '--bogus'\nUsage: lab trace [options] [about]\n",
    ],
    [
      "an argument that is missing",
      ["invoke"],
      "error: missing required argument 'function'\nUsage: lab invoke [options] <function> [event]\n",
    ],
    [
      "a value that is none of those",
      ["cloud", "--iam", "x"],
      "error: option '--iam <mode>' argument 'x' is invalid. Allowed choices are enforce, audit, off.\nUsage: lab cloud [options]\n",
    ],
    [
      "an account that is none",
      ["functions", "--account", "1"],
      "error: option '--account <digits>' argument '1' is invalid. An account has 12 digits.\nUsage: lab functions [options]\n",
    ],
    [
      "a command that is none",
      ["trase"],
      "error: unknown command 'trase'\n(Did you mean trace?)\nUsage: lab [options] [command]\n",
    ],
    [
      "a region, where none means anything",
      ["account", "list", "--region", "eu-west-1"],
      "error: unknown option '--region'\n(Did you mean --version?)\nUsage: lab account list [options]\n",
    ],
  ] as const) {
    it(`is answered with the usage, and no more: ${what}`, async () => {
      expect(await labCommand(args)).to.deep.equal({ code: 1, stdout: "", stderr });
    });
  }
});
