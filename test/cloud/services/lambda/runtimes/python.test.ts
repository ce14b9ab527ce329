import { expect } from "chai";
import type { RunnableFunction } from "../../../../../lab/cloud/services/lambda/executor/function.ts";
import { findPython } from "../../../../../lab/cloud/services/lambda/executor/python.ts";
import { Bench } from "../bench.ts";

describe("The Python runtime", () => {
  let bench: Bench;
  before(async function () {
    if (!(await findPython("python3.12"))) this.skip();
  });
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  const python = (code: string | Record<string, string>, changes: Partial<RunnableFunction> = {}) =>
    bench.function(typeof code === "string" ? { "index.py": code } : code, { runtime: "python3.12", ...changes });

  it("says once that it is of another version than asked for", async () => {
    const said: string[] = [];
    await using speaking = new Bench({ say: (text) => said.push(text) });
    const fn = speaking.function(
      { "index.py": "def handler(event, context):\n    return 1\n" },
      { runtime: "python3.6" },
    );
    await speaking.invoke(fn);
    await speaking.invoke({ ...fn, revision: "2" });
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^Skylab found no python3\.6 on this machine: such functions run on Python 3\./);
  });

  it("answers what the handler returns, with its module's state kept", async () => {
    const fn = python(
      "count = 0\ndef handler(event, context):\n  global count\n  count += 1\n  return {'count': count, **event}",
    );
    expect((await bench.invoke(fn, { a: "ä" })).answer).to.deep.equal({ count: 1, a: "ä" });
    expect((await bench.invoke(fn)).answer).to.deep.equal({ count: 2 });
    expect(bench.log[0]).to.match(/^INIT_START Runtime Version: python:3\.\d+\.\d+$/);
  });

  it("gives the handler its context and AWS's environment variables", async () => {
    const code = `
import os, tempfile
def handler(event, context):
    return [context.function_name, context.memory_limit_in_mb, context.aws_request_id, context.invoked_function_arn,
        context.client_context.custom, 0 < context.get_remaining_time_in_millis() <= 30000, os.getcwd(),
        os.environ["AWS_EXECUTION_ENV"], tempfile.gettempdir() == os.environ["TMPDIR"]]
`;
    const fn = python(code);
    const { answer } = await bench.invoke(fn, {}, { requestId: "one", clientContext: '{"custom":{"name":"Zoë"}}' });
    const arn = "arn:aws:lambda:eu-west-1:000000000000:function:app";
    const { task } = await fn.folders();
    expect(answer).to.deep.equal([
      "app",
      "256",
      "one",
      arn,
      { name: "Zoë" },
      true,
      task,
      "AWS_Lambda_python3.12",
      true,
    ]);
  });

  it("loads handlers in folders and packages, and layers' packages", async () => {
    const files = {
      "app/__init__.py": "",
      "app/main.py": "from app.other import word\ndef run(event, context): return word",
      "app/other.py": "word = 'hello'",
    };
    for (const handler of ["app/main.run", "app.main.run"]) {
      expect((await bench.invoke(python(files, { handler }))).answer).to.equal("hello");
    }
    const layered = python({
      "index.py": "import tool\ndef handler(event, context): return tool.name",
      "../opt/python/tool.py": "name = 'tool'",
    });
    expect((await bench.invoke(layered)).answer).to.equal("tool");
  });

  it("logs what is printed and logged", async () => {
    const code = `
import logging
logging.getLogger().setLevel("INFO")
def handler(event, context):
    print("printed")
    logging.info("noted\\nin two lines")
    logging.debug("hidden")
`;
    await bench.invoke(python(code), {}, { requestId: "one" });
    const own = bench.log.slice(2, -2);
    expect(own).to.include("printed");
    const noted = own.find((line) => line.includes("noted"));
    expect(noted).to.match(/^\[INFO\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\tone\tnoted\nin two lines$/);
    expect(own).to.have.length(2);
  });

  it("logs JSON when told", async () => {
    const logging = { format: "JSON", applicationLevel: "WARN", systemLevel: "INFO" } as const;
    const code = "import logging\ndef handler(event, context):\n  logging.warning('careful')\n  logging.info('hidden')";
    await bench.invoke(python(code, { logging }), {}, { requestId: "one" });
    const own = bench.log.map((line) => JSON.parse(line)).filter(({ type }) => !type);
    expect(own).to.have.length(1);
    expect(own[0]).to.include({ level: "WARNING", message: "careful", requestId: "one", logger: "root" });
  });

  const failures: Record<string, [code: string, errorType: string, errorMessage: RegExp, handler?: string]> = {
    "what the handler raises": ["def handler(event, context): raise ValueError('wrong')", "ValueError", /^wrong$/],
    "a module that is missing": [
      "import nothing_like_it",
      "Runtime.ImportModuleError",
      /^Unable to import module 'index': No module named 'nothing_like_it'$/,
    ],
    "a handler that is missing": [
      "other = 1",
      "Runtime.HandlerNotFound",
      /^Handler 'handler' missing on module 'index'$/,
    ],
    "code that can't be parsed": ["def handler(", "Runtime.UserCodeSyntaxError", /^Syntax error in module 'index': /],
    "a handler's name without a dot": ["", "Runtime.MalformedHandlerName", /^Bad handler 'index': /, "index"],
    "an answer that is no JSON": [
      "def handler(event, context): return {1, 2}",
      "Runtime.MarshalError",
      /^Unable to marshal response: Object of type set is not JSON serializable$/,
    ],
    "the end of its process": [
      "import os\ndef handler(event, context): os._exit(7)",
      "Runtime.ExitError",
      /exit status 7$/,
    ],
  };
  for (const [what, [code, errorType, errorMessage, handler = "index.handler"]] of Object.entries(failures)) {
    it(`reports ${what}`, async () => {
      const result = await bench.invoke(python(code, { handler }));
      expect(result.errorType).to.equal(errorType);
      expect(result.answer.errorMessage).to.match(errorMessage);
    });
  }

  it("tells where an error was raised, and goes on", async () => {
    const fn = python("def handler(event, context):\n  if event: raise ValueError('wrong')\n  return 'well'");
    const { answer } = await bench.invoke(fn, { a: 1 }, { requestId: "one" });
    expect(answer.requestId).to.equal("one");
    expect(answer.stackTrace.join("")).to.match(/^ {2}File ".*index\.py", line 2, in handler\n/);
    expect(bench.log.find((line) => line.startsWith("[ERROR]"))).to.match(
      /^\[ERROR\] ValueError: wrong\nTraceback \(most recent call last\):\n\u00a0\u00a0File ".*", line \d+, in handler\n/,
    );
    expect((await bench.invoke(fn)).answer).to.equal("well");
  });
});
