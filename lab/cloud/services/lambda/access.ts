import type { PolicyDocument } from "../../auth/policy/document.ts";
import type { Access } from "../../service.ts";
import { resolve } from "./functions/lookup.ts";
import { arnOf, readName } from "./names.ts";
import type { LambdaContext } from "./state.ts";

/** The operations that others may be let in to. */
const INVOCATIONS = new Set(["Invoke", "InvokeWithResponseStream"]);

/**
 * What a call to Lambda wants to do to which function, as far as the function's own policy has a say: services and other
 * accounts may invoke it when that says so.
 */
export function access(
  operation: string,
  input: { readonly FunctionName: string; readonly Qualifier?: string },
  context: LambdaContext,
): Access[] | undefined {
  const { caller, account, region, state } = context;
  if (!INVOCATIONS.has(operation) || caller.kind === "anonymous") return undefined;
  const name = readName(input, { account, region });
  if (caller.kind !== "service" && name.account === account) return undefined;
  const { version, alias } = resolve(name, state);
  const resource = arnOf(name);
  // The statements are as AddPermission made them.
  const document = { Version: "2012-10-17", Statement: (alias ?? version).policy } as unknown as PolicyDocument;
  const policy = { name: `the policy of ${resource}`, document };
  return [{ action: "lambda:InvokeFunction", resource, account: name.account, policy }];
}
