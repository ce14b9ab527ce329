import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import type { Clients } from "./clients.ts";

const CODE = `export async function handler({ busy }) {
  while (busy);
  return "done";
}`;

/** A function that answers, and one that never does: neither may outlive its lab. */
export class Functions {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  async create(role: string): Promise<void> {
    const ZipFile = zipSync({ "index.mjs": Buffer.from(CODE) });
    const settings = {
      Role: role,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Timeout: 60,
      Code: { ZipFile },
    } as const;
    await this.#clients.lambda.send(new CreateFunctionCommand({ ...settings, FunctionName: "quick" }));
    await this.#clients.lambda.send(new CreateFunctionCommand({ ...settings, FunctionName: "busy" }));
  }

  async invoke(FunctionName: "quick" | "busy"): Promise<void> {
    const Payload = JSON.stringify({ busy: FunctionName === "busy" });
    await this.#clients.lambda.send(new InvokeCommand({ FunctionName, Payload }));
  }

  /** Whether the function still answers. */
  async verify(): Promise<string[]> {
    return await this.invoke("quick").then(
      () => [],
      (error) => [`a function can't be invoked: ${error.message}`],
    );
  }
}
