import type { Parameter } from "@aws-sdk/client-cloudformation";
import { allTags, type Tag } from "../../../service/resource-tags.ts";
import type { Created, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { ResourceFailure } from "../engine/resource-failure.ts";
import type { StackRecord } from "../records.ts";
import { untilSettled } from "../stacks/waiting.ts";
import type { CloudFormationState } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html */
interface StackProperties {
  readonly TemplateURL: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Tags?: readonly Tag[];
  readonly NotificationARNs?: readonly string[];
  readonly TimeoutInMinutes?: number;
}

/** AWS::CloudFormation::Stack: a stack that belongs to another one, and goes where that one goes. */
export const nestedStack: ResourceProvider<StackProperties> = {
  async create(properties, context) {
    const { call, initiated } = context;
    const StackName = context.name(128);
    const id = await adopted(StackName, context, async () => {
      const { StackId = "" } = await call.cloudformation.CreateStack({
        ...requestOf(properties, context),
        StackName,
        TimeoutInMinutes: properties.TimeoutInMinutes,
        // What became of it is there to be seen until the parent's rollback removes it.
        OnFailure: "DO_NOTHING",
      });
      return StackId;
    });
    initiated(id);
    const stack = await settled(id, context);
    if (stack.status !== "CREATE_COMPLETE")
      throw new ResourceFailure(`Embedded stack ${id} was not successfully created: ${stack.statusReason ?? ""}`);
    return createdFrom(stack);
  },

  async update(id, properties, _previous, context) {
    const changes = await context.call.cloudformation
      .UpdateStack({ ...requestOf(properties, context), StackName: id })
      .catch(nothingToDo);
    const stack = await settled(id, context);
    if (changes && stack.status !== "UPDATE_COMPLETE")
      throw new ResourceFailure(
        `Embedded stack ${id} was not successfully updated. Currently in ${stack.status} with reason: ${await lastReason(id, context)}`,
      );
    return createdFrom(stack);
  },

  async delete(id, _properties, context) {
    const { status } = await settled(id, context).catch(() => ({ status: "DELETE_COMPLETE" }));
    if (status === "DELETE_COMPLETE") return;
    await context.call.cloudformation.DeleteStack({ StackName: id });
    const stack = await settled(id, context);
    if (stack.status !== "DELETE_COMPLETE")
      throw new ResourceFailure(`Embedded stack ${id} was not successfully deleted: ${stack.statusReason ?? ""}`);
  },
};

function requestOf(
  { TemplateURL, Parameters = {}, Tags, NotificationARNs }: StackProperties,
  context: ResourceContext,
) {
  return {
    TemplateURL,
    Parameters: Object.entries(Parameters).map(parameter),
    Tags: allTags(Tags, context),
    NotificationARNs: NotificationARNs && [...NotificationARNs],
    // The parent could not have been made without them.
    Capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] as "CAPABILITY_IAM"[],
  };
}

function parameter([ParameterKey, value]: [string, unknown]): Parameter {
  return { ParameterKey, ParameterValue: Array.isArray(value) ? value.join(",") : String(value) };
}

/** A stack that is as it should be is no failure. */
function nothingToDo(error: Error): undefined {
  if (error.message !== "No updates are to be performed.") throw error;
}

/** Why a stack was last rolled back, or could not be. */
async function lastReason(id: string, { cloud }: ResourceContext): Promise<string> {
  const { events } = await stateOf(cloud);
  for (const { physicalId, reason } of events.values({ under: [id] })) if (physicalId === id && reason) return reason;
  return "";
}

/** AWS tells no number; a stack that contains itself, or a stack that contains it, would go on until its account is full. */
const DEEPEST = 10;

/** Makes a stack, and notes whose part it is. Rejects with a ResourceFailure where stacks lie too deep in one another. */
async function adopted(name: string, context: ResourceContext, create: () => Promise<string>): Promise<string> {
  const { cloud, account, region, stack: parent } = context;
  const state = await stateOf(cloud);
  if (depthOf(parent.id, context, state) >= DEEPEST)
    throw new ResourceFailure(`Nested stacks can be ${DEEPEST} levels deep at most`);
  const key = [account, region, name].join("/");
  // It may make stacks of its own before its creation is answered.
  state.parents.set(key, parent.id);
  try {
    const id = await create();
    state.store.write(() => {
      const stack = state.stacks.get(account, region, id);
      const root = state.stacks.get(account, region, parent.id)?.rootId ?? parent.id;
      if (stack) state.stacks.put([account, region, id], { ...stack, parentId: parent.id, rootId: root });
    });
    return id;
  } finally {
    state.parents.delete(key);
  }
}

/** How many stacks a stack lies in. */
function depthOf(id: string, here: Pick<ResourceContext, "account" | "region">, state: CloudFormationState): number {
  const { account, region } = here;
  const stack = state.stacks.get(account, region, id);
  const parent = stack?.parentId ?? state.parents.get([account, region, stack?.name].join("/"));
  return parent === undefined ? 0 : 1 + depthOf(parent, here, state);
}

/** The stack when nothing is in motion on it any more. Rejects when the parent's operation is not to wait any longer. */
async function settled(id: string, { cloud, account, region, signal }: ResourceContext): Promise<StackRecord> {
  const state = await stateOf(cloud);
  const given = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  given.catch(() => undefined);
  await Promise.race([untilSettled(state, id, Number.POSITIVE_INFINITY), given]);
  const stack = state.stacks.get(account, region, id);
  if (!stack) throw new ResourceFailure(`Embedded stack ${id} does not exist`);
  return stack;
}

async function stateOf(cloud: ResourceContext["cloud"]): Promise<CloudFormationState> {
  return (await cloud.service("cloudformation")).state as CloudFormationState;
}

function createdFrom({ id, outputs }: StackRecord): Created {
  return { id, attributes: { Outputs: Object.fromEntries(outputs.map(({ key, value }) => [key, value])) } };
}
