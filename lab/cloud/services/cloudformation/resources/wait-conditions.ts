import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { ResourceFailure } from "../engine/resource-failure.ts";
import { SignalledFailure, Signals, TooFewSignals } from "../engine/signals.ts";
import type { CloudFormationState } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitcondition.html */
interface WaitConditionProperties {
  /** The URL that a handle stands for. Without one, the resource's CreationPolicy tells what to wait for. */
  readonly Handle?: string;
  readonly Count?: number | string;
  /** Seconds. */
  readonly Timeout?: number | string;
}

const LONGEST = 43_200;

/** AWS::CloudFormation::WaitConditionHandle: a URL to which others put their signals. */
export const waitConditionHandle: ResourceProvider = {
  create: async (_properties, context) => ({ id: `${context.cloud.endpoint}${(await signalsOf(context)).newPath()}` }),
  update: async (id) => ({ id }),
  async delete(id, _properties, context) {
    (await signalsOf(context)).forget(Signals.handleOf(id) ?? "");
  },
};

/** AWS::CloudFormation::WaitCondition: exists when enough signals have come to its handle. */
export const waitCondition: ResourceProvider<WaitConditionProperties> = {
  async create({ Handle, Count = 1, Timeout = LONGEST }, context) {
    const id = context.name(255);
    if (Handle === undefined) return { id, attributes: { Data: "{}" } };
    context.initiated(id);
    const of = Signals.handleOf(Handle);
    if (of === undefined) throw new ResourceFailure(`${Handle} is not the URL of a wait condition handle`);
    const awaited = { of, count: Number(Count), timeout: Math.min(Number(Timeout), LONGEST) * 1000 };
    const signals = await (await signalsOf(context)).wait(awaited, context.signal).catch(explain);
    const data = Object.fromEntries(signals.map((signal) => [signal.uniqueId, signal.data ?? ""]));
    return { id, attributes: { Data: JSON.stringify(data) } };
  },
  async update() {
    throw new ResourceFailure("Update to resource type AWS::CloudFormation::WaitCondition is not supported.");
  },
  delete: async () => {},
};

async function signalsOf({ cloud }: ResourceContext): Promise<Signals> {
  return ((await cloud.service("cloudformation")).state as CloudFormationState).signals;
}

/** The same failures, in the words that AWS has for conditions. */
function explain(error: unknown): never {
  if (error instanceof TooFewSignals)
    throw new ResourceFailure(
      `WaitCondition timed out. Received ${error.received} conditions when expecting ${error.expected}`,
    );
  if (error instanceof SignalledFailure)
    throw new ResourceFailure(
      `WaitCondition received failed message: '${error.signal.reason ?? ""}' for uniqueId: ${error.signal.uniqueId}`,
    );
  throw error;
}
