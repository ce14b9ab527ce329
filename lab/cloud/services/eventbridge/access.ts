import { accessOf } from "../../auth/access-table.ts";
import { documentOf } from "../../auth/policy/parsed.ts";
import { own } from "../../own.ts";
import { findBus } from "./buses/lookup.ts";
import { busArn, busNamed, readBusArn, readRuleArn, ruleArn } from "./buses/names.ts";
import type { EventBridgeContext, EventBridgeState } from "./state.ts";

interface EventBridgeInput {
  readonly Name?: string;
  readonly Rule?: string;
  readonly EventBusName?: string;
  readonly EventSourceName?: string;
  readonly EventSourceArn?: string;
  readonly ResourceARN?: string;
  readonly ArchiveName?: string;
  readonly ReplayName?: string;
  readonly RoleArn?: string;
  readonly EventPattern?: string;
  /** The call is made by a rule of another bus. */
  readonly isBusInvocation?: true;
  readonly Destination?: { readonly Arn?: string };
  readonly Entries?: readonly {
    readonly EventBusName?: string;
    readonly Source?: string;
    readonly DetailType?: string;
  }[];
  readonly Targets?: readonly { readonly Arn?: string; readonly RoleArn?: string }[];
}

/** The nouns of operations, by what their names end in, with the member that names one and the word that its ARN has. */
const NOUNS: readonly (readonly [ending: RegExp, member: keyof EventBridgeInput, word: string])[] = [
  [/ApiDestination$/, "Name", "api-destination"],
  [/Connection$/, "Name", "connection"],
  [/Endpoint$/, "Name", "endpoint"],
  [/Archive$/, "ArchiveName", "archive"],
  [/Replay$/, "ReplayName", "replay"],
  [/EventSource$/, "Name", "event-source"],
];

const ABOUT_RULES =
  /^(DeleteRule|DescribeRule|DisableRule|EnableRule|ListTargetsByRule|PutRule|PutTargets|RemoveTargets)$/;
const ABOUT_BUSES = /^(CreateEventBus|DeleteEventBus|DescribeEventBus|UpdateEventBus)$/;

/**
 * Buses have policies of their own, which let other accounts and services in.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export const access = accessOf<EventBridgeInput, EventBridgeState>({
  prefix: "events",
  resource(operation, input, context) {
    const { account, region } = context;
    if (operation === "PutEvents") return busesOf(input, context);
    if (ABOUT_RULES.test(operation)) return ruleNamed(input, context);
    if (ABOUT_BUSES.test(operation)) return busArn(busNamed(input.Name, context));
    if (operation === "PutPermission" || operation === "RemovePermission")
      return busArn(busNamed(input.EventBusName, context));
    if (input.ResourceARN !== undefined) return input.ResourceARN;
    if (operation === "ListRules" || operation === "ListRuleNamesByTarget")
      return ruleNamed({ EventBusName: input.EventBusName ?? "", Name: "*" }, context);
    const noun = NOUNS.find(([ending]) => ending.test(operation));
    const name = noun && input[noun[1]];
    if (!noun || typeof name !== "string") return "*";
    const id = idOf(noun[2], name, context);
    return `arn:aws:events:${region}:${account}:${noun[2]}/${name}${id === undefined ? "" : `/${id}`}`;
  },
  policy({ resource, operation }, context) {
    const { bus, isRule } = busIn(resource);
    const document = bus && findBus(bus, context.state)?.policy;
    if (document === undefined || (isRule && operation === "PutEvents")) return undefined;
    return { name: `the policy of the event bus ${bus?.name}`, document: documentOf(document) };
  },
  tags: (arn, { state, account, region }) => state.tags.get(account, region, arn),
  tagging: (operation) => (/^(CreateEventBus|PutRule)$/.test(operation) ? "TagResource" : undefined),
  passes: (operation, { RoleArn, Targets = [] }) =>
    /^(PutRule|PutTargets|CreateEndpoint|UpdateEndpoint)$/.test(operation)
      ? [RoleArn, ...Targets.map((target) => target.RoleArn)]
      : undefined,
  passedTo: "events.amazonaws.com",
  keys({ operation, resource, input }, context) {
    if (operation === "PutEvents") return entryKeys(resource, input, context);
    if (!ABOUT_RULES.test(operation) && !/[Tt]ag/.test(operation)) return {};
    const rule = readRuleArn(resource);
    const known = rule && context.state.rules.get(rule.account, rule.region, rule.bus, rule.name);
    return {
      "events:creatorAccount": known?.createdBy ?? (operation === "PutRule" ? context.account : undefined),
      "events:ManagedBy": known?.managedBy,
      ...(operation === "PutRule" && patternKeys(input.EventPattern)),
      ...(operation === "PutTargets" && { "events:TargetArn": input.Targets?.map(({ Arn = "" }) => Arn) }),
    };
  },
});

/** ARNs of connections and API destinations end in an id; what does not exist has none. */
function idOf(word: string, name: string, { account, region, state }: EventBridgeContext): string | undefined {
  if (word === "connection") return state.connections.records.get(account, region, name)?.id;
  return word === "api-destination" ? state.apiDestinations.get(account, region, name)?.id : undefined;
}

function busesOf({ Entries = [] }: EventBridgeInput, context: EventBridgeContext): string[] {
  return [...new Set(Entries.map(({ EventBusName }) => busArn(busNamed(EventBusName, context))))];
}

function ruleNamed({ Name, Rule = Name ?? "", EventBusName }: EventBridgeInput, context: EventBridgeContext): string {
  const { name: bus, ...place } = busNamed(EventBusName, context);
  return ruleArn({ ...place, bus, name: Rule });
}

/** The bus that an ARN names, or that the rule is on that it names. */
function busIn(arn: string) {
  const rule = readRuleArn(arn);
  return rule
    ? { bus: { account: rule.account, region: rule.region, name: rule.bus }, isRule: true }
    : { bus: readBusArn(arn), isRule: false };
}

/** What the entries for a bus say. Policies on several values ask with `ForAllValues`. */
function entryKeys(bus: string, { Entries = [], isBusInvocation }: EventBridgeInput, context: EventBridgeContext) {
  const entries = Entries.filter(({ EventBusName }) => busArn(busNamed(EventBusName, context)) === bus);
  return {
    "events:source": entries.flatMap(({ Source }) => Source ?? []),
    "events:detail-type": entries.flatMap(({ DetailType }) => DetailType ?? []),
    "events:eventBusInvocation": String(isBusInvocation === true),
  };
}

/** What a rule's pattern asks of some fields, as far as it names their values. */
function patternKeys(text: string | undefined) {
  const valuesAt = (...path: readonly string[]) => {
    let at: unknown = pattern;
    for (const name of path) at = typeof at === "object" ? own(at as Record<string, unknown> | null, name) : undefined;
    const values = Array.isArray(at) ? at.filter((one) => typeof one === "string") : [];
    return values.length > 0 ? (values as string[]) : undefined;
  };
  const pattern = parsed(text);
  return {
    "events:source": valuesAt("source"),
    "events:detail-type": valuesAt("detail-type"),
    "events:detail.service": valuesAt("detail", "service"),
    "events:detail.eventTypeCode": valuesAt("detail", "eventTypeCode"),
    "events:detail.userIdentity.principalId": valuesAt("detail", "userIdentity", "principalId"),
  };
}

/** The operation itself says what is wrong with it. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
