import { decide } from "../../../auth/authorize.ts";
import { anonymous, type Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { HttpFacts } from "../../../service/service.ts";
import { policyOf } from "../access.ts";
import { arnOf } from "../functions/names.ts";
import type { FunctionUrlRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";

/**
 * Whether a caller may invoke a function by its URL, which takes two permissions. Of a URL without authorization, the function's
 * policy must let everybody in.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function mayInvoke(
  { name, authType }: FunctionUrlRecord,
  caller: Caller,
  http: Pick<HttpFacts, "headers" | "sourceIp">,
  { cloud, state }: { readonly cloud: Cloud; readonly state: LambdaState },
): boolean {
  const { account, region } = name;
  const one = { resource: arnOf(name), account, policy: policyOf(name, { state }) };
  const asked = [
    { ...one, action: "lambda:InvokeFunctionUrl", keys: () => ({ "lambda:FunctionUrlAuthType": authType }) },
    { ...one, action: "lambda:InvokeFunction", keys: () => ({ "lambda:InvokedViaFunctionUrl": "true" }) },
  ];
  const who = authType === "NONE" ? anonymous : caller;
  return asked.every((access) => decide(access, { cloud, caller: who, region, http }).allowed);
}
