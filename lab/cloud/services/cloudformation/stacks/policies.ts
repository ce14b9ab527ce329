import type { Context } from "../../../service/service.ts";
import { checkedPolicy } from "../engine/stack-policy.ts";
import { validationError } from "../errors.ts";
import type { CloudFormation } from "../state.ts";
import { snippetText } from "../template/source.ts";
import { stackNamed } from "./lookup.ts";

/** Where a request says a stack policy is. */
interface PolicySource {
  readonly body?: string | undefined;
  readonly url?: string | undefined;
}

export const setStackPolicy: CloudFormation["SetStackPolicy"] = async (input, context) => {
  const { account, region, id } = stackNamed(context, input.StackName);
  const policy = await policyText({ body: input.StackPolicyBody, url: input.StackPolicyURL }, context);
  if (policy === undefined) throw validationError("You must specify either StackPolicyBody or StackPolicyURL");
  const { state } = context;
  state.store.write(() => {
    const stack = state.stacks.get(account, region, id);
    if (stack) state.stacks.put([account, region, id], { ...stack, policy });
  });
  return {};
};

export const getStackPolicy: CloudFormation["GetStackPolicy"] = ({ StackName }, context) => ({
  StackPolicyBody: stackNamed(context, StackName).policy,
});

/** The text of a stack policy, if a request has one. Rejects with AWS's ValidationError when it is not valid. */
export async function policyText({ body, url }: PolicySource, context: Context): Promise<string | undefined> {
  if (body !== undefined && url !== undefined)
    throw validationError("You cannot specify both StackPolicyURL and StackPolicyBody.");
  const text = url === undefined ? body : await snippetText(url, context);
  return text === undefined ? undefined : checkedPolicy(text);
}
