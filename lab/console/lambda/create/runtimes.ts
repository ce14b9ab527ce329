/** What a new function may run on, where its handler is, and the code to begin with. */
export interface Runtime {
  readonly runtime: string;
  readonly file: string;
  readonly handler: string;
  readonly code: string;
}

const NODE = {
  file: "index.mjs",
  handler: "index.handler",
  code: `export const handler = async (event) => {
  console.log("event", event);
  return { statusCode: 200, body: JSON.stringify("Hello from Lambda!") };
};
`,
};

const PYTHON = {
  file: "lambda_function.py",
  handler: "lambda_function.lambda_handler",
  code: `import json


def lambda_handler(event, context):
    print("event", event)
    return {"statusCode": 200, "body": json.dumps("Hello from Lambda!")}
`,
};

export const RUNTIMES: readonly [Runtime, ...Runtime[]] = [
  { runtime: "nodejs22.x", ...NODE },
  { runtime: "nodejs20.x", ...NODE },
  { runtime: "python3.13", ...PYTHON },
  { runtime: "python3.12", ...PYTHON },
  { runtime: "python3.11", ...PYTHON },
];
