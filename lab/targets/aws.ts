import { join } from "node:path";
import { packageFolder } from "../package.ts";
import { cdkOnAws } from "./cdklocal.ts";
import { accountFinding, nodeFinding } from "./checks.ts";
import { stackName } from "./photosky.ts";
import type { CdkOptions, RunningTarget, Target } from "./target.ts";

const infra = join(packageFolder, "infra");

/** Amazon Web Services itself. The one target that costs money, and the one that is never chosen unless it is named. */
export const target: Target = {
  title: "Amazon Web Services itself, with the credentials of the environment",
  capabilities: ["iam", "images", "apis"],
  async check() {
    const account = accountFinding();
    return [
      nodeFinding(),
      {
        what: "AWS account",
        fine: account ? "yes" : "note",
        found: account?.found ?? "no profile or access key in the environment",
        advice:
          "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. What you deploy costs money until it is destroyed.",
      },
    ];
  },

  async start({ state = ".lab" }) {
    const work = join(state, "aws");
    const cdk = (args: readonly string[], run: CdkOptions) => cdkOnAws(args, { ...run, work });
    const running: RunningTarget = {
      endpoint: undefined,
      cdk,
      // An application that is deployed already needs no account to be tested.
      deployed: async () => process.env.API_URL,
      async bootstrap(run = {}) {
        await cdk(["bootstrap"], { ...run, app: infra });
      },
      deploy: (run = {}) => deploy({ ...run, app: infra }, cdk),
      // What was deployed stays: `cdk destroy` is the person's own decision.
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
    return running;
  },

  stop: async () => undefined,
};

async function deploy(run: CdkOptions, cdk: RunningTarget["cdk"]): Promise<string> {
  // Nobody could answer the CDK's question about permissions here; the roles are the function's own and the CDK's.
  const output = await cdk(["deploy", "--require-approval", "never"], run);
  const url = new RegExp(`${stackName()}\\.ApiUrl\\w* = (\\S+)`).exec(output)?.[1];
  if (!url) throw new Error(`The stack ${stackName()} has no output ApiUrl`);
  return url;
}
