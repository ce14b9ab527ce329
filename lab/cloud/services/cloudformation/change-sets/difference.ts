import { isDeepStrictEqual } from "node:util";
import type { Change } from "@aws-sdk/client-cloudformation";
import type { Context } from "../../../service/service.ts";
import { changesBetween } from "../engine/diff.ts";
import { liveValues } from "../engine/live-values.ts";
import { factsOf } from "../engine/type-facts.ts";
import type { StackRecord } from "../records.ts";
import type { Prepared } from "../stacks/prepare.ts";
import type { CloudFormationState } from "../state.ts";
import { parseTemplate } from "../template/template.ts";

/** How a stack differs from what is wanted of it. */
export interface Difference {
  /** What has to be done to its resources. */
  readonly changes: Change[];
  /** Whether there is nothing to do at all: not to its resources, and not to its outputs and tags either. */
  readonly isEmpty: boolean;
}

/** Compares a stack, if there is one yet, with what is wanted of it. */
export async function differenceOf(
  stack: StackRecord | undefined,
  { wanted, evaluation }: Prepared,
  { state, cloud }: Context<CloudFormationState>,
): Promise<Difference> {
  const all = stack ? [...state.resources.values({ under: [stack.id] })] : [];
  const records = new Map(all.map((record) => [record.logicalId, record]));
  const changes = await changesBetween({
    records,
    template: stack?.template ? parseTemplate(stack.processed ?? stack.template) : undefined,
    parameters: stack?.parameters ?? [],
    wanted: evaluation,
    wantedParameters: wanted.parameters,
    wantedTags: wanted.tags,
    facts: (type) => factsOf(cloud, type),
  });
  if (!stack || changes.length > 0) return { changes, isEmpty: false };
  const outputs = evaluation.outputs(liveValues((logicalId) => records.get(logicalId)));
  const isEmpty = isDeepStrictEqual(stack.outputs, outputs) && isDeepStrictEqual(stack.tags, wanted.tags);
  return { changes, isEmpty };
}
