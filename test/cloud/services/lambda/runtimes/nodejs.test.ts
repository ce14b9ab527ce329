import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { expect } from "chai";
import { Bench } from "../bench.ts";

describe("The Node.js runtime", () => {
  let bench: Bench;
  before(() => {
    bench = new Bench({ pool: 1 });
    bench.executor.warm("nodejs20.x");
  });
  after(() => bench.close());
  beforeEach(() => {
    bench.log.length = 0;
  });

  describe("loads a handler", () => {
    const esm = "export const handler = async () => 'found';";
    const cjs = "exports.handler = async () => 'found';";
    const cases: Record<string, [files: Record<string, string>, handler: string]> = {
      "from an ES module": [{ "index.mjs": esm }, "index.handler"],
      "from a .js file, a CommonJS module unless its package says otherwise": [{ "index.js": cjs }, "index.handler"],
      "from a .js file of a package of ES modules": [
        { "src/index.js": esm, "package.json": '{"type":"module"}' },
        "src/index.handler",
      ],
      "from a .cjs file": [{ "index.cjs": cjs, "package.json": '{"type":"module"}' }, "index.handler"],
      "from a folder": [{ "a/b/app.mjs": esm }, "a/b/app.handler"],
      "that is nested in an export": [{ "index.js": "exports.api = { v1: async () => 'found' };" }, "index.api.v1"],
      "after a top-level await": [
        { "index.mjs": "const found = await Promise.resolve('found'); export const handler = async () => found;" },
        "index.handler",
      ],
      "from a package in node_modules": [{ "node_modules/app/index.js": cjs }, "app.handler"],
    };
    for (const [name, [files, handler]] of Object.entries(cases)) {
      it(name, async () => {
        expect((await bench.invoke(bench.function(files, { handler }))).answer).to.equal("found");
      });
    }
  });

  describe("fails to initialise", () => {
    const cases: Record<string, [code: Record<string, string>, handler: string, type: string, message: RegExp]> = {
      "without the file": [
        {},
        "index.handler",
        "Runtime.ImportModuleError",
        /^Error: Cannot find module 'index'\nRequire stack:/,
      ],
      "without a module that the code requires": [
        { "index.js": "require('missing');" },
        "index.handler",
        "Runtime.ImportModuleError",
        /^Error: Cannot find module 'missing'\nRequire stack:/,
      ],
      "without the export": [
        { "index.mjs": "export const other = 1;" },
        "index.handler",
        "Runtime.HandlerNotFound",
        /^index\.handler is undefined or not exported$/,
      ],
      "with an export that is no function": [
        { "index.mjs": "export const handler = 1;" },
        "index.handler",
        "Runtime.HandlerNotFound",
        /^index\.handler is not a function$/,
      ],
      "with code that can't be parsed": [
        { "index.js": "exports.handler = (" },
        "index.handler",
        "Runtime.UserCodeSyntaxError",
        /^SyntaxError: /,
      ],
      "with a handler outside of the code": [
        {},
        "../index.handler",
        "Runtime.MalformedHandlerName",
        /^'\.\.\/index\.handler' is not a valid handler name\./,
      ],
      "with a handler without a file": [{}, "handler", "Runtime.MalformedHandlerName", /^Bad handler$/],
      "with code that throws": [
        { "index.js": "throw new RangeError('too far');" },
        "index.handler",
        "RangeError",
        /^too far$/,
      ],
    };
    for (const [name, [files, handler, type, message]] of Object.entries(cases)) {
      it(name, async () => {
        const { answer, errorType } = await bench.invoke(bench.function(files, { handler }));
        expect(errorType).to.equal(type);
        expect(answer.errorType).to.equal(type);
        expect(answer.errorMessage).to.match(message);
        expect(answer.trace).to.be.an("array").that.is.not.empty;
        expect(bench.log.some((line) => line.includes("\tundefined\tERROR\tUncaught Exception \t{"))).to.equal(true);
      });
    }

    it("with a top-level await that never settles", async () => {
      const code = "await new Promise(() => {}); export const handler = () => {};";
      const { answer } = await bench.invoke(bench.function(code));
      expect(answer.errorMessage).to.match(/Runtime exited with error: exit status 13$/);
    });

    it("from Node.js 24 on with a handler that takes a callback", async () => {
      const code = { "index.js": "exports.handler = (event, context, callback) => callback(null, 'called');" };
      expect((await bench.invoke(bench.function(code, { runtime: "nodejs22.x" }))).answer).to.equal("called");
      const { answer } = await bench.invoke(bench.function(code, { runtime: "nodejs24.x" }));
      expect(answer.errorType).to.equal("Runtime.CallbackHandlerDeprecated");
    });
  });

  describe("answers", () => {
    const cases: [name: string, handler: string, answer: unknown][] = [
      ["what an async handler returns", "async (event) => event", { some: "event" }],
      ["null when that is nothing", "async () => {}", null],
      ["what a handler gives its callback", "(event, context, callback) => { callback(null, 'called'); }", "called"],
      [
        "to a callback when nothing else is left to do",
        "(event, context, callback) => { let late = 1; callback(null, { get late() { return late; } }); setTimeout(() => { late = 2; }, 20); }",
        { late: 2 },
      ],
      [
        "to a callback at once when the context says so",
        "(event, context, callback) => { let late = 1; context.callbackWaitsForEmptyEventLoop = false; callback(null, { get late() { return late; } }); setTimeout(() => { late = 2; }, 20); }",
        { late: 1 },
      ],
      ["what context.succeed gets", "(event, context) => { context.succeed('well'); }", "well"],
      [
        "only once",
        "(event, context, callback) => { context.done(null, 'first'); callback(null, 'second'); }",
        "first",
      ],
      ["before it ends its process", "async () => { setImmediate(() => process.exit(3)); return 'last'; }", "last"],
      [
        "before it fails",
        "(event, context, callback) => { context.succeed('first'); process.nextTick(() => { throw new Error('second'); }); }",
        "first",
      ],
      ["null when nobody ever calls the callback", "(event, context, callback) => {}", null],
    ];
    for (const [name, handler, expected] of cases) {
      it(name, async () => {
        const { answer, errorType } = await bench.invoke(bench.function(`export const handler = ${handler};`), {
          some: "event",
        });
        expect(errorType).to.equal(undefined);
        expect(answer).to.deep.equal(expected);
      });
    }
  });

  describe("reports an error", () => {
    const cases: [name: string, handler: string, type: string, message: string][] = [
      ["that an async handler throws", "async () => { throw new TypeError('wrong'); }", "TypeError", "wrong"],
      ["that a handler throws", "() => { throw new Error('wrong'); }", "Error", "wrong"],
      [
        "of a class of the function's own",
        "async () => { throw new (class extends Error { name = 'Mine'; })('own'); }",
        "Mine",
        "own",
      ],
      ["given to the callback", "(event, context, callback) => callback(new Error('called'))", "Error", "called"],
      ["that is only text", "async () => { throw 'plain'; }", "string", "plain"],
      ["of an answer that is no JSON", "async () => 1n", "Error", "Unable to stringify response body"],
      [
        "of a promise that nobody handles",
        "() => new Promise(() => { Promise.reject(new Error('lost')); })",
        "Runtime.UnhandledPromiseRejection",
        "Error: lost",
      ],
      [
        "outside of the handler's promise",
        "() => new Promise(() => { setTimeout(() => { throw new Error('late'); }, 1); })",
        "Error",
        "late",
      ],
    ];
    for (const [name, handler, type, message] of cases) {
      it(name, async () => {
        const { answer, errorType } = await bench.invoke(bench.function(`export const handler = ${handler};`));
        expect(errorType).to.equal(type);
        expect(answer).to.have.all.keys("errorType", "errorMessage", "trace");
        expect(answer).to.include({ errorType: type, errorMessage: message });
      });
    }

    it("of a promise that never settles", async () => {
      const { answer } = await bench.invoke(
        bench.function("export const handler = async () => { await new Promise(() => {}); };"),
      );
      expect(answer.errorType).to.equal("Runtime.NodeJsExit");
    });
  });

  it("gives the handler the whole context", async () => {
    const code =
      "export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });";
    const { answer } = await bench.invoke(
      bench.function(code, { timeout: 30 }),
      {},
      {
        requestId: "request",
        arn: "arn:aws:lambda:eu-west-1:000000000000:function:app:live",
        clientContext: '{"custom":{"name":"Zoë"}}',
      },
    );
    expect(answer.left).to.be.within(1, 30_000);
    expect(answer.logStreamName).to.match(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(answer).to.deep.include({
      awsRequestId: "request",
      invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:app:live",
      functionName: "app",
      functionVersion: "$LATEST",
      memoryLimitInMB: "256",
      logGroupName: "/aws/lambda/app",
      callbackWaitsForEmptyEventLoop: true,
      clientContext: { custom: { name: "Zoë" } },
    });
  });

  it("lets npm give up at once where there is no registry", async () => {
    const asked: unknown[] = [];
    const registry = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
    try {
      // As the CDK's AwsCustomResource asks for the latest SDK.
      const code = `
        const { spawnSync } = require("node:child_process");
        exports.handler = async ({ registry }) =>
          spawnSync("npm", ["install", "some-sdk", "--no-save", "--prefix", process.env.TMPDIR, "--registry", registry]).status;
      `;
      const { port } = registry.address() as AddressInfo;
      const fn = bench.function({ "index.js": code }, { timeout: 30 });
      const { answer } = await bench.invoke(fn, { registry: `http://127.0.0.1:${port}` });
      expect(answer).to.equal(1);
      expect(asked.filter((url) => url === "/some-sdk")).to.have.length(1);
    } finally {
      registry.close();
      registry.closeAllConnections();
    }
  });

  it("gives the function AWS's environment variables and its own, and nothing of the lab's", async () => {
    process.env.LAB_SECRET = "never to be seen";
    const lab = new Bench({ pool: 1, endpoint: () => "http://127.0.0.1:4566" });
    try {
      lab.executor.warm("nodejs20.x");
      const fn = lab.function(
        "export const handler = async () => [process.env, process.cwd(), new Date(0).getTimezoneOffset()];",
        {
          variables: { BUCKET: "pictures" },
        },
      );
      const [variables, folder, offset] = (await lab.invoke(fn)).answer;
      const { task, opt } = await fn.folders();
      expect(folder).to.equal(task);
      expect(offset).to.equal(0);
      const { HOME, TMPDIR, PATH, LAMBDA_RUNTIME_DIR, AWS_LAMBDA_RUNTIME_API, AWS_LAMBDA_LOG_STREAM_NAME, ...others } =
        variables;
      expect(AWS_LAMBDA_RUNTIME_API).to.match(/^127\.0\.0\.1:\d+$/);
      expect(AWS_LAMBDA_LOG_STREAM_NAME).to.include("/[$LATEST]");
      expect([PATH, LAMBDA_RUNTIME_DIR]).to.not.include(undefined);
      expect(HOME).to.equal(TMPDIR);
      expect(TMPDIR.slice(tmpdir().length)).to.match(/^.skylab-[^/]*.tmp-\w+$/);
      expect(others).to.deep.equal({
        AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_SESSION_TOKEN: "token",
        AWS_REGION: "eu-west-1",
        AWS_DEFAULT_REGION: "eu-west-1",
        AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x",
        AWS_LAMBDA_FUNCTION_NAME: "app",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
        AWS_LAMBDA_LOG_FORMAT: "Text",
        AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/app",
        AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
        BUCKET: "pictures",
        npm_config_fetch_retries: "0",
        LAMBDA_TASK_ROOT: folder,
        LANG: "en_US.UTF-8",
        LD_LIBRARY_PATH: `${task}:${task}/lib:${opt}/lib`,
        NODE_PATH: `${opt}/nodejs/node20/node_modules:${opt}/nodejs/node_modules:${task}`,
        TZ: ":UTC",
        _HANDLER: "index.handler",
        _X_AMZN_TRACE_ID: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0",
      });
    } finally {
      delete process.env.LAB_SECRET;
      await lab.close();
    }
  });

  it("tells stacks as they are on AWS, not where the lab's own files lie", async () => {
    const fn = bench.function(
      "export const handler = async () => { const error = new Error('lost'); console.log(error); throw error; };",
    );
    const { trace } = (await bench.invoke(fn)).answer;
    const logged = bench.log.find((line) => line.includes("\tINFO\tError: lost"));
    for (const stack of [trace.join("\n"), logged])
      expect(stack).to.contain("file:///var/runtime/").and.not.to.contain("runtimes/nodejs");
  });

  it("honours NODE_OPTIONS", async () => {
    const fn = bench.function("export const handler = async () => Error.stackTraceLimit;", {
      variables: { NODE_OPTIONS: "--stack-trace-limit=42" },
    });
    expect((await bench.invoke(fn)).answer).to.equal(42);
  });

  it("logs with time, request and level, one event for each message", async () => {
    const fn = bench.function(`
      console.log("loading");
      export const handler = async () => {
        console.info("two\\nlines %s", "formatted", { a: 1 });
        console.debug("details"); console.warn("careful"); console.error("wrong"); console.trace("here");
        process.stdout.write("raw\\n");
        process.stderr.write("raw error");
      };
    `);
    await bench.invoke(fn, {}, { requestId: "request" });
    const messages = bench.log.filter((line) => !/^(INIT_|START|END|REPORT)/.test(line));
    expect(messages.filter((line) => line.includes("\t")).map((line) => line.split("\t").slice(1))).to.deep.equal([
      ["undefined", "INFO", "loading"],
      ["request", "INFO", "two\nlines formatted { a: 1 }"],
      ["request", "DEBUG", "details"],
      ["request", "WARN", "careful"],
      ["request", "ERROR", "wrong"],
      ["request", "TRACE", "here"],
    ]);
    expect(messages).to.include("raw");
    expect(messages[0]).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t/);
  });

  it("logs warnings of Node.js, but not that AWS's SDK will need a later one: that is this machine's, not the function's", async () => {
    const fn = bench.function(`export const handler = async () => {
      process.emitWarning("NodeVersionSupportWarning: The AWS SDK for JavaScript (v3)\\nversions published after ...");
      process.emitWarning("careful", "OwnWarning", "OWN1");
      await new Promise((resolve) => setTimeout(resolve, 50));
    };`);
    await bench.invoke(fn);
    const log = bench.log.join("\n");
    expect(log).to.contain("[OWN1] OwnWarning: careful").and.not.to.contain("NodeVersionSupportWarning");
  });

  describe("leads https", () => {
    const seen: string[] = [];
    const cloud = createServer((request: IncomingMessage, response) => {
      seen.push(`${request.method} ${request.headers.host} ${request.url}`);
      request.resume().on("end", () => response.end("cloud"));
    });
    let port: number;
    let routed: Bench;
    before(async () => {
      await new Promise<void>((resolve) => cloud.listen(0, "127.0.0.1", resolve));
      port = (cloud.address() as AddressInfo).port;
      routed = new Bench({ endpoint: () => `http://127.0.0.1:${port}` });
    });
    after(async () => {
      await routed.close();
      cloud.close();
    });

    const call = (statement: string) =>
      routed.function(`
        import https, { request } from "node:https";
        export const handler = (event, context, callback) => {
          const answered = (response) => response.setEncoding("utf8").on("data", (body) => callback(null, body));
          ${statement}.on("error", (error) => callback(null, error.code)).end("body");
        };
      `);

    for (const [name, statement, method, path] of [
      [
        "without a port",
        "https.request({ hostname: '127.0.0.1', path: '/done?a=1', method: 'PUT' }, answered)",
        "PUT",
        "/done?a=1",
      ],
      [
        "to port 443, by a named import",
        "request({ host: '127.0.0.1', port: 443, path: '/', method: 'PUT', agent: new https.Agent() }, answered)",
        "PUT",
        "/",
      ],
      ["to a URL", "https.get('https://127.0.0.1/some/path?q', answered)", "GET", "/some/path?q"],
      [
        "to a URL with options",
        "https.request(new URL('https://127.0.0.1/x'), { method: 'POST' }, answered)",
        "POST",
        "/x",
      ],
    ] as const) {
      it(`to a loopback address ${name} to the cloud`, async () => {
        seen.length = 0;
        expect((await routed.invoke(call(statement))).answer).to.equal("cloud");
        expect(seen).to.deep.equal([`${method} 127.0.0.1:${port} ${path}`]);
      });
    }

    it("to any other port nowhere else", async () => {
      const answer = (
        await routed.invoke(call(`https.request({ hostname: '127.0.0.1', port: ${port}, path: '/' }, answered)`))
      ).answer;
      expect(answer).to.equal("EPROTO");
    });
  });
});
