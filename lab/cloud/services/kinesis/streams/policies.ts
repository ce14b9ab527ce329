import { parsePolicy } from "../../../auth/policy/grammar.ts";
import { invalid, notFound } from "../errors.ts";
import type { Kinesis } from "../state.ts";
import { placeAt } from "./tags.ts";

export const putResourcePolicy: Kinesis["PutResourcePolicy"] = ({ ResourceARN, Policy }, context) => {
  try {
    parsePolicy(Policy as string);
  } catch (error) {
    throw invalid(`Invalid policy: ${(error as Error).message}`);
  }
  context.cloud.store.write(() =>
    context.state.policies.put(placeAt(ResourceARN as string, context), Policy as string),
  );
  return {};
};

/** Of a resource without one, the policy is empty. */
export const getResourcePolicy: Kinesis["GetResourcePolicy"] = ({ ResourceARN }, context) => {
  const Policy = context.state.policies.get(...placeAt(ResourceARN as string, context));
  return { Policy: Policy ?? "{}" };
};

export const deleteResourcePolicy: Kinesis["DeleteResourcePolicy"] = ({ ResourceARN }, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const place = placeAt(ResourceARN as string, context);
    if (!state.policies.has(...place)) throw notFound(`No resource policy found for ${ResourceARN}.`);
    state.policies.delete(...place);
  });
  return {};
};
