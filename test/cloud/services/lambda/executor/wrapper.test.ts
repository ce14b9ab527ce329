import { expect } from "chai";
import { Bench } from "../bench.ts";

/** Exports a variable, and starts the runtime with one more argument. */
const wrapper = '#!/bin/sh\nexport WRAPPED="$#"\nexec "$@"\n';
const variables = { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper", OWN: "own" };

describe("The wrapper script of a function", () => {
  let bench: Bench;
  before(function () {
    if (process.platform === "win32") this.skip();
    bench = new Bench();
  });
  after(() => bench?.close());

  it("starts the Node.js runtime, which has the script's variables", async () => {
    const code = "exports.handler = async () => [process.env.WRAPPED, process.env.OWN, process.env._HANDLER];";
    const fn = bench.function({ wrapper, "index.js": code }, { variables });
    expect((await bench.invoke(fn)).answer).to.deep.equal(["2", "own", "index.handler"]);
  });

  it("starts the Python runtime, which has the script's variables", async () => {
    const code = "import os\ndef handler(event, context):\n    return [os.environ['WRAPPED'], os.environ['OWN']]\n";
    const fn = bench.function({ wrapper, "index.py": code }, { variables, runtime: "python3.12" });
    expect((await bench.invoke(fn)).answer).to.deep.equal(["3", "own"]);
  });

  it("fails the event when it is not there", async () => {
    const fn = bench.function({ "index.js": "exports.handler = async () => 1;" }, { variables });
    expect((await bench.invoke(fn)).errorType).to.equal("Runtime.ExitError");
  });
});
