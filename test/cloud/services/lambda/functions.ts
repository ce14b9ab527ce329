import { buffer } from "node:stream/consumers";
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { ZipFile } from "yazl";
import type { Clock } from "../../../../lab/cloud/time/clock.ts";

/** Functions in a cloud, as a test makes and uses them. */
export class Functions {
  readonly lambda: LambdaClient;
  readonly role = "arn:aws:iam::000000000000:role/functions";
  readonly #logs: CloudWatchLogsClient;
  readonly #iam: IAMClient;

  constructor(endpoint: string) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
    this.lambda = new LambdaClient(settings);
    this.#logs = new CloudWatchLogsClient(settings);
    this.#iam = new IAMClient(settings);
  }

  /** Makes the role that functions have unless told otherwise, which may do everything. */
  async makeRole(): Promise<void> {
    const statement = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const RoleName = "functions";
    await this.#iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await this.#iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }

  /** Creates a function whose `index.mjs` this is. */
  async create(FunctionName: string, code: string, changes: Partial<CreateFunctionCommandInput> = {}) {
    return this.lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: this.role,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: await zip({ "index.mjs": code }) },
        ...changes,
      }),
    );
  }

  /** Creates a function that a service may invoke, such as `apigateway.amazonaws.com`. @returns its ARN */
  async createFor(Principal: string, FunctionName: string, code: string): Promise<string> {
    const { FunctionArn = "" } = await this.create(FunctionName, code);
    const statement = { StatementId: "service", Action: "lambda:InvokeFunction", Principal };
    await this.lambda.send(new AddPermissionCommand({ FunctionName, ...statement }));
    return FunctionArn;
  }

  /** Invokes a function; the answer's payload is parsed. */
  async invoke(FunctionName: string, event: unknown = {}, changes: Partial<InvokeCommandInput> = {}) {
    const { Payload, ...rest } = await this.lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...changes }),
    );
    const text = Payload?.transformToString();
    return { ...rest, answer: text ? JSON.parse(text) : undefined };
  }

  /** All that a function has logged, once this many events of its log hold the text. */
  async logged(name: string, text: string, times = 1): Promise<string[]> {
    for (let attempt = 0; ; attempt++) {
      const lines = await this.lines(name);
      if (attempt === 1500) throw new Error(`The log never held ${text} ${times} times:\n${lines.join("\n")}`);
      if (lines.filter((line) => line.includes(text)).length >= times) return lines;
      // The log is written behind the invocations' back.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** All that a function has logged until now. */
  async lines(name: string): Promise<string[]> {
    return this.#log(`/aws/lambda/${name}`).catch(() => []);
  }

  async #log(logGroupName: string): Promise<string[]> {
    const { logStreams = [] } = await this.#logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    const pages = logStreams.map(({ logStreamName }) =>
      this.#logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true })),
    );
    return (await Promise.all(pages)).flatMap(({ events = [] }) => events.map(({ message = "" }) => message));
  }

  /** Moves the lab's time forward, and with it the time with which the clients sign. */
  advance(clock: Clock, ms: number): void {
    clock.advance(ms);
    for (const { config } of [this.lambda, this.#logs, this.#iam]) config.systemClockOffset += ms;
  }

  destroy(): void {
    for (const client of [this.lambda, this.#logs, this.#iam]) client.destroy();
  }
}

/** A zip archive of files: their text, or their bytes. */
export async function zip(files: Record<string, string | Buffer>, options: { mode?: number } = {}): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [path, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), path, options);
  archive.end();
  return await buffer(archive.outputStream);
}
