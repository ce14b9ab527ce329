import { LabError } from "../lab-error.ts";
import { nodeFinding } from "./checks.ts";
import { localTarget } from "./local.ts";
import { isLocalStack, reachableOnLocalStack } from "./localstack/quirks.ts";
import type { Target } from "./target.ts";
import { checkThisMachine } from "./this-machine.ts";

/** No endpoint was named. */
export class NoEndpoint extends LabError {
  override readonly name = "NoEndpoint";

  constructor() {
    super("Name the cloud's address: --endpoint http://127.0.0.1:4566, or AWS_ENDPOINT_URL.");
  }
}

/** A cloud that somebody else started on this machine. */
export const target: Target = {
  title: "any AWS-compatible cloud that runs on this machine already",
  capabilities: [],
  check: async () => [nodeFinding()],

  async start({ endpoint = process.env.AWS_ENDPOINT_URL, credentials }) {
    if (!endpoint) throw new NoEndpoint();
    checkThisMachine(endpoint);
    const url = endpoint.replace(/\/+$/, "");
    const reachable = (await isLocalStack(url)) ? reachableOnLocalStack(url) : undefined;
    return localTarget({ endpoint: url, credentials, ...(reachable ? { reachable } : {}) });
  },

  // Whoever started it stops it.
  stop: async () => undefined,
};
