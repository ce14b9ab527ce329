import { pageByKey } from "../../../service/paging.ts";
import { alreadyExists, notValid } from "../errors.ts";
import type { Bus } from "../records.ts";
import type { EventBridge, EventBridgeContext } from "../state.ts";
import { putTags, tagsIn } from "../tags/tags.ts";
import { findBus, openBus, putBus } from "./lookup.ts";
import { busArn, busNamed, DEFAULT } from "./names.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const createEventBus: EventBridge["CreateEventBus"] = (input, context) => {
  const { Name, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig, EventSourceName, Tags } = input;
  const { account, region, cloud, state } = context;
  if (EventSourceName === undefined && Name.includes("/")) throw notValid("Event bus name must not contain '/'.");
  const now = cloud.clock.now();
  const name = { account, region, name: Name };
  cloud.store.write(() => {
    if (findBus(name, state)) throw alreadyExists(`Event bus ${Name} already exists.`);
    putBus(
      {
        ...name,
        description: Description,
        kmsKeyIdentifier: KmsKeyIdentifier,
        deadLetterQueue: DeadLetterConfig?.Arn,
        logConfig: LogConfig,
        created: now,
        modified: now,
      },
      state,
    );
    putTags(busArn(name), tagsIn(Tags), context);
  });
  return { EventBusArn: busArn(name), ...settingsOf(openBus(name, state)) };
};

/** Its rules must be gone. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html */
export const deleteEventBus: EventBridge["DeleteEventBus"] = ({ Name }, context) => {
  const { cloud, state } = context;
  const name = busNamed(Name, context);
  if (name.name === DEFAULT) throw notValid(`Cannot delete event bus ${DEFAULT}.`);
  cloud.store.write(() => {
    const key = [name.account, name.region, name.name] as const;
    if (state.rules.keys({ under: key, limit: 1 }).next().value !== undefined)
      throw notValid("Cannot delete event bus with rules.");
    state.buses.delete(...key);
    state.tags.delete(name.account, name.region, busArn(name));
  });
  return {};
};

export const describeEventBus: EventBridge["DescribeEventBus"] = ({ Name }, context) => {
  const bus = openBus(busNamed(Name, context), context.state);
  return { ...shown(bus), ...settingsOf(bus) };
};

export const listEventBuses: EventBridge["ListEventBuses"] = ({ NamePrefix = "", NextToken, Limit = 100 }, context) => {
  const { account, region, state } = context;
  const made = [...state.buses.values({ under: [account, region] })].filter(({ name }) => name !== DEFAULT);
  const all = [openBus({ account, region, name: DEFAULT }, state), ...made]
    .filter(({ name }) => name.startsWith(NamePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = pageByKey(all, ({ name }) => name, { token: NextToken, size: Limit, invalid: badToken });
  return { EventBuses: page.items.map(shown), ...(page.next !== undefined && { NextToken: page.next }) };
};

/** What it does not name is taken away. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html */
export const updateEventBus: EventBridge["UpdateEventBus"] = (input, context) => {
  const { Name, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig } = input;
  const { cloud, state } = context;
  const bus = cloud.store.write(() => {
    const changed: Bus = {
      ...openBus(busNamed(Name, context), state),
      description: Description,
      kmsKeyIdentifier: KmsKeyIdentifier,
      deadLetterQueue: DeadLetterConfig?.Arn,
      logConfig: LogConfig,
      modified: cloud.clock.now(),
    };
    putBus(changed, state);
    return changed;
  });
  return { Arn: busArn(bus), Name: bus.name, ...settingsOf(bus) };
};

export const badToken = () => notValid("Parameter NextToken is not valid.");

function shown(bus: Bus) {
  const { name, policy, description, created, modified } = bus;
  return {
    Name: name,
    Arn: busArn(bus),
    ...(description !== undefined && { Description: description }),
    ...(policy !== undefined && { Policy: policy }),
    ...(created > 0 && { CreationTime: new Date(created), LastModifiedTime: new Date(modified) }),
  };
}

function settingsOf({ description, kmsKeyIdentifier, deadLetterQueue, logConfig }: Bus) {
  return {
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: kmsKeyIdentifier }),
    ...(deadLetterQueue !== undefined && { DeadLetterConfig: { Arn: deadLetterQueue } }),
    ...(logConfig !== undefined && { LogConfig: logConfig }),
  };
}

/** The bus that an ARN of another account names is not for its operations. */
export function ownBus(nameOrArn: string | undefined, context: EventBridgeContext) {
  return openBus(busNamed(nameOrArn, context), context.state);
}
