import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";

type MappingProperties = Omit<
  CreateEventSourceMappingRequest,
  "Tags" | "StartingPositionTimestamp" | "FunctionName"
> & {
  readonly FunctionName: string;
};

/** `AWS::Lambda::EventSourceMapping`. */
export const eventSourceMapping: ResourceProvider<MappingProperties> = {
  replacedBy: ["EventSourceArn", "StartingPosition"],

  async create(properties, { call }) {
    const { UUID = "", EventSourceMappingArn } = await call.lambda.CreateEventSourceMapping(plain(properties));
    return { id: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },

  async update(UUID, properties, _previous, { call }) {
    const { EventSourceArn: _, StartingPosition: __, ...settings } = plain(properties);
    // What the template no longer says goes back to what it is by default.
    const defaults = { Enabled: true, FunctionResponseTypes: [], FilterCriteria: {}, ScalingConfig: {} };
    const { EventSourceMappingArn } = await call.lambda.UpdateEventSourceMapping({ UUID, ...defaults, ...settings });
    return { id: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },

  async delete(UUID, _properties, { call }) {
    await call.lambda.DeleteEventSourceMapping({ UUID }).catch(unlessGone);
  },
};

/** The properties that the API has too. */
function plain({ Tags: _, ...properties }: MappingProperties & { readonly Tags?: unknown }): MappingProperties {
  return properties;
}
