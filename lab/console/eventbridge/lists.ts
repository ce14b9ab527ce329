import {
  type Archive,
  type EventBridgeClient,
  type EventBus,
  ListArchivesCommand,
  ListEventBusesCommand,
  ListReplaysCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Replay,
  type Rule,
  type Target,
} from "@aws-sdk/client-eventbridge";

/** The items of all pages of a list: the client has no paginators for them. */
async function all<T>(
  page: (NextToken: string | undefined) => Promise<{ items: T[] | undefined; next: string | undefined }>,
): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await page(token);
    found.push(...items);
    token = next;
  } while (token !== undefined);
  return found;
}

export function listBuses(client: EventBridgeClient): Promise<EventBus[]> {
  return all(async (NextToken) => {
    const { EventBuses, NextToken: next } = await client.send(new ListEventBusesCommand({ NextToken }));
    return { items: EventBuses, next };
  });
}

export function listRules(client: EventBridgeClient, EventBusName: string): Promise<Rule[]> {
  return all(async (NextToken) => {
    const { Rules, NextToken: next } = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
    return { items: Rules, next };
  });
}

export function listTargets(client: EventBridgeClient, EventBusName: string, Rule: string): Promise<Target[]> {
  return all(async (NextToken) => {
    const ask = new ListTargetsByRuleCommand({ EventBusName, Rule, NextToken });
    const { Targets, NextToken: next } = await client.send(ask);
    return { items: Targets, next };
  });
}

export function listArchives(client: EventBridgeClient): Promise<Archive[]> {
  return all(async (NextToken) => {
    const { Archives, NextToken: next } = await client.send(new ListArchivesCommand({ NextToken }));
    return { items: Archives, next };
  });
}

export function listReplays(client: EventBridgeClient): Promise<Replay[]> {
  return all(async (NextToken) => {
    const { Replays, NextToken: next } = await client.send(new ListReplaysCommand({ NextToken }));
    return { items: Replays, next };
  });
}
