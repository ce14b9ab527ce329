import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Caller } from "../auth/caller.ts";
import type { Cloud, ServiceName } from "../cloud.ts";
import { invoke } from "../door/pipeline.ts";
import { services } from "../services/index.ts";
import type { OperationModel } from "../wire/model.ts";
import { fromSdkJson, largeFirst, toSdkJson } from "../wire/sdk-json.ts";
import { shapeOf } from "../wire/shape.ts";

/** An operation of a service, as users name one that is to be called for them: `putItem` of a service. */
export interface ApiAction {
  readonly service: string;
  readonly action: string;
}

/** What such a name stands for. */
export interface FoundAction {
  readonly service: ServiceName;
  readonly operation: OperationModel;
  /** Whether the lab implements it. */
  readonly isImplemented: boolean;
}

/** The lab's services by the names that the SDK for Java gives them, as far as they were asked for. */
const known = new Map<string, Promise<ServiceName | undefined>>();

/** Finds an operation of the lab's services. */
export async function findAction(
  { service, action }: ApiAction,
  cloud: Cloud,
): Promise<FoundAction | "no service" | "no action"> {
  const name = await serviceNamed(service);
  if (!name) return "no service";
  const { model, definition } = await cloud.service(name);
  const operation = /^[a-z]/.test(action) ? model.operations.get(largeFirst(action)) : undefined;
  if (!operation) return "no action";
  return { service: name, operation, isImplemented: Object.hasOwn(definition.operations, operation.name) };
}

/** Reads the JSON that users write for an operation. Throws an UnknownMember. */
export function inputOf({ operation }: FoundAction, json: unknown): object {
  return fromSdkJson(shapeOf(operation.input), json) as object;
}

/** As whom, and where, an operation is called. */
export interface Calling {
  readonly caller: Caller;
  readonly region: string;
}

/** Calls an operation with the JSON that users write for it, and gives its answer as such JSON. */
export async function callAction(cloud: Cloud, found: FoundAction, json: unknown, calling: Calling): Promise<unknown> {
  const { service, operation } = found;
  const output = await invoke(cloud, {
    service,
    operation: operation.name,
    input: inputOf(found, json),
    ...calling,
  });
  for (const [name, value] of Object.entries(output)) if (value instanceof Readable) output[name] = await buffer(value);
  return toSdkJson(shapeOf(operation.output), output);
}

/** `cloudwatchlogs` is the service whose client is a `CloudWatchLogsClient`. */
function serviceNamed(name: string): Promise<ServiceName | undefined> {
  if (!/^[a-z0-9]{2,64}$/.test(name)) return Promise.resolve(undefined);
  let found = known.get(name);
  if (!found) {
    found = searchService(name);
    known.set(name, found);
    // Names that no service has are anybody's to make up.
    void found.then((service) => service ?? known.delete(name));
  }
  return found;
}

async function searchService(name: string): Promise<ServiceName | undefined> {
  const all = Object.keys(services) as ServiceName[];
  // Most are called so here, too: then no other client is loaded.
  for (const service of all.sort((a) => (a === name ? -1 : 0))) {
    const exported = Object.keys(await services[service].sdk());
    if (exported.some((one) => one.endsWith("Client") && one.toLowerCase() === `${name}client`)) return service;
  }
  return undefined;
}
