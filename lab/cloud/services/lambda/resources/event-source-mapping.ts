import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { allTagsByKey } from "../../../service/resource-tags.ts";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";
import { retag } from "./tags.ts";

type MappingProperties = Omit<
  CreateEventSourceMappingRequest,
  "Tags" | "StartingPositionTimestamp" | "FunctionName" | "KMSKeyArn"
> & {
  readonly FunctionName: string;
  readonly KmsKeyArn?: string;
  /** In seconds since the epoch. */
  readonly StartingPositionTimestamp?: number;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
};

/** What a template that no longer says it goes back to. */
const DEFAULTS = {
  Enabled: true,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: [],
  FilterCriteria: {},
};
const QUEUE_DEFAULTS = { BatchSize: 10, ScalingConfig: {} };
const STREAM_DEFAULTS = {
  BatchSize: 100,
  BisectBatchOnFunctionError: false,
  DestinationConfig: { OnFailure: {} },
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
  TumblingWindowInSeconds: 0,
};

const NUMBERS = [
  "BatchSize",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ParallelizationFactor",
  "TumblingWindowInSeconds",
] as const;

/** `AWS::Lambda::EventSourceMapping`. */
export const eventSourceMapping: ResourceProvider<MappingProperties> = {
  replacedBy: ["EventSourceArn", "StartingPosition", "StartingPositionTimestamp", "SelfManagedEventSource"],

  async create(properties, context) {
    const { StartingPositionTimestamp: seconds } = properties;
    const Tags = allTagsByKey(properties.Tags, context);
    const { UUID = "", EventSourceMappingArn } = await context.call.lambda.CreateEventSourceMapping({
      ...settingsOf(properties),
      ...(seconds !== undefined && { StartingPositionTimestamp: new Date(Number(seconds) * 1000) }),
      ...(Object.keys(Tags).length > 0 && { Tags }),
    });
    return { id: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },

  async update(UUID, properties, _previous, context) {
    const { EventSourceArn: _, StartingPosition, ...settings } = settingsOf(properties);
    const { EventSourceMappingArn = "" } = await context.call.lambda.UpdateEventSourceMapping({
      UUID,
      ...DEFAULTS,
      ...(StartingPosition ? STREAM_DEFAULTS : QUEUE_DEFAULTS),
      ...settings,
    });
    await retag(EventSourceMappingArn, allTagsByKey(properties.Tags, context), context);
    return { id: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },

  async read(UUID, { call }) {
    const found = await call.lambda.GetEventSourceMapping({ UUID }).catch(unlessGone);
    if (!found) return undefined;
    const { BatchSize, EventSourceArn, FilterCriteria, StartingPosition, State, EventSourceMappingArn } = found;
    const { BisectBatchOnFunctionError, MaximumRetryAttempts, ParallelizationFactor, TumblingWindowInSeconds } = found;
    const common = { BatchSize, EventSourceArn, FilterCriteria, StartingPosition, Enabled: State === "Enabled" };
    const ofStream = {
      BisectBatchOnFunctionError,
      MaximumRetryAttempts,
      ParallelizationFactor,
      TumblingWindowInSeconds,
    };
    return { properties: { ...common, ...ofStream }, attributes: { Id: UUID, EventSourceMappingArn } };
  },

  async delete(UUID, _properties, { call }) {
    await call.lambda.DeleteEventSourceMapping({ UUID }).catch(unlessGone);
  },
};

/** The settings as the API has them. Templates may have numbers as texts. */
function settingsOf({ KmsKeyArn, Tags: _, StartingPositionTimestamp: __, ...settings }: MappingProperties) {
  const numbers = NUMBERS.filter((name) => settings[name] !== undefined).map((name) => [name, Number(settings[name])]);
  return { ...settings, ...Object.fromEntries(numbers), ...(KmsKeyArn !== undefined && { KMSKeyArn: KmsKeyArn }) };
}
