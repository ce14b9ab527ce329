import type { RuleState, Target } from "@aws-sdk/client-eventbridge";
import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { readBusArn, readRuleArn } from "../buses/names.ts";
import { objectOf, textOf } from "./documents.ts";
import { type Tag, tagsOf, updateTags } from "./tags.ts";

interface RuleProperties {
  readonly Name?: string;
  readonly EventBusName?: string;
  readonly Description?: string;
  readonly EventPattern?: unknown;
  readonly ScheduleExpression?: string;
  readonly State?: RuleState;
  readonly RoleArn?: string;
  readonly Targets?: readonly object[];
  readonly Tags?: readonly Tag[];
}

const gone = tolerate("ResourceNotFoundException");

/** Members that templates write as text, and AWS's API takes as numbers or truth values. */
const NUMBERS = new Set(["MaximumRetryAttempts", "MaximumEventAgeInSeconds", "TaskCount", "Size", "Attempts"]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
export const rule: ResourceProvider<RuleProperties> = {
  replacedBy: ["Name", "EventBusName"],
  async create(properties, context) {
    const Name = properties.Name ?? context.name(64);
    const RuleArn = await put(Name, properties, tagsOf(properties.Tags, context), context);
    const made = madeOf(RuleArn);
    context.initiated(made.id);
    await putTargets(Name, properties, [], context);
    return made;
  },
  async update(id, properties, previous, context) {
    const { name } = readId(id);
    const RuleArn = await put(name, properties, undefined, context);
    await putTargets(name, properties, previous.Targets ?? [], context);
    await updateTags(RuleArn, properties.Tags, previous.Tags, context);
    return madeOf(RuleArn);
  },
  async read(id, { call }) {
    const { name: Name, bus: EventBusName } = readId(id);
    const found = await call.events.DescribeRule({ Name, EventBusName }).catch(gone);
    if (!found) return undefined;
    const { Description, EventPattern, ScheduleExpression, State, RoleArn, Arn = "" } = found;
    const { Targets = [] } = await call.events.ListTargetsByRule({ Rule: Name, EventBusName });
    const { Tags } = await call.events.ListTagsForResource({ ResourceARN: Arn });
    return {
      properties: {
        Name,
        EventBusName,
        Description,
        EventPattern: objectOf(EventPattern),
        ScheduleExpression,
        State,
        RoleArn,
        Targets,
        Tags,
      },
      attributes: { Arn },
    };
  },
  async delete(id, _properties, { call }) {
    const { name: Name, bus: EventBusName } = readId(id);
    const { Targets = [] } = (await call.events.ListTargetsByRule({ Rule: Name, EventBusName }).catch(gone)) ?? {};
    const Ids = Targets.map(({ Id = "" }) => Id);
    if (Ids.length > 0) await call.events.RemoveTargets({ Rule: Name, EventBusName, Ids }).catch(gone);
    await call.events.DeleteRule({ Name, EventBusName }).catch(gone);
  },
};

async function put(
  Name: string,
  { EventBusName, Description, EventPattern, ScheduleExpression, State, RoleArn }: RuleProperties,
  Tags: Tag[] | undefined,
  { call }: ResourceContext,
): Promise<string> {
  const { RuleArn = "" } = await call.events.PutRule({
    Name,
    EventBusName,
    Description,
    EventPattern: textOf(EventPattern),
    ScheduleExpression,
    State,
    RoleArn,
    Tags: Tags && Tags.length > 0 ? Tags : undefined,
  });
  return RuleArn;
}

async function putTargets(
  Rule: string,
  { EventBusName, Targets: wanted = [] }: RuleProperties,
  previous: readonly object[],
  { call }: ResourceContext,
): Promise<void> {
  const Targets = wanted.map((one) => typed(one)) as Target[];
  const kept = new Set(Targets.map(({ Id }) => Id));
  const Ids = (previous as Target[]).map(({ Id = "" }) => Id).filter((id) => !kept.has(id));
  if (Ids.length > 0) await call.events.RemoveTargets({ Rule, EventBusName, Ids });
  if (Targets.length > 0) await call.events.PutTargets({ Rule, EventBusName, Targets });
}

/** A target with its numbers as numbers. */
function typed(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => typed(one, name));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typed(one, key)]));
  return NUMBERS.has(name) && typeof value === "string" ? Number(value) : value;
}

/** A rule on the default bus is known by its name, others by bus and name. */
function madeOf(arn: string) {
  const { bus = "", name = "" } = readRuleArn(arn) ?? {};
  return { id: bus === "default" ? name : `${bus}|${name}`, attributes: { Arn: arn } };
}

function readId(id: string): { readonly bus: string; readonly name: string } {
  const named = readRuleArn(id);
  if (named) return named;
  const at = id.lastIndexOf("|");
  const bus = at < 0 ? "default" : id.slice(0, at);
  return { bus: readBusArn(bus)?.name ?? bus, name: id.slice(at + 1) };
}
