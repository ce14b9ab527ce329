import { setTimeout as wait } from "node:timers/promises";
import { tolerate } from "../../../service/gone.ts";
import type { Created, ReadContext, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { groupArn } from "../groups/names.ts";

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html */
interface GroupProperties {
  readonly Name?: string;
  readonly Tags?: readonly Tag[];
}

const gone = tolerate("ResourceNotFoundException");

/** How often it is asked whether a group is gone, in milliseconds. */
const INTERVAL = 50;

export const scheduleGroup: ResourceProvider<GroupProperties> = {
  replacedBy: ["Name"],
  async create(properties, context) {
    const Name = properties.Name ?? context.name(64);
    const Tags = tagsOf(properties, context);
    await context.call.scheduler.CreateScheduleGroup({ Name, ...(Tags.length > 0 && { Tags }) });
    return made(Name, context);
  },
  async update(Name, properties, previous, context) {
    const { call, account, region } = context;
    const ResourceArn = groupArn({ account, region, name: Name });
    const Tags = tagsOf(properties, context);
    const kept = new Set(Tags.map(({ Key }) => Key));
    const TagKeys = (previous.Tags ?? []).map(({ Key }) => Key).filter((key) => !kept.has(key));
    if (TagKeys.length > 0) await call.scheduler.UntagResource({ ResourceArn, TagKeys });
    if (Tags.length > 0) await call.scheduler.TagResource({ ResourceArn, Tags });
    return made(Name, context);
  },
  async read(Name, context) {
    const found = await context.call.scheduler.GetScheduleGroup({ Name }).catch(gone);
    if (!found) return undefined;
    return { properties: { Name }, attributes: { ...(await made(Name, context)).attributes } };
  },
  async delete(Name, _properties, { call, signal }) {
    await call.scheduler
      .DeleteScheduleGroup({ Name })
      .catch(tolerate("ResourceNotFoundException", "ConflictException"));
    while (await call.scheduler.GetScheduleGroup({ Name }).catch(gone)) await wait(INTERVAL, undefined, { signal });
  },
};

async function made(Name: string, { call }: Pick<ReadContext, "call">): Promise<Created> {
  const { Arn, State, CreationDate, LastModificationDate } = await call.scheduler.GetScheduleGroup({ Name });
  const [created, modified] = [CreationDate?.toISOString(), LastModificationDate?.toISOString()];
  return { id: Name, attributes: { Arn, State, CreationDate: created, LastModificationDate: modified } };
}

function tagsOf({ Tags = [] }: GroupProperties, { stack }: ResourceContext): Tag[] {
  const all = new Map([...stack.tags, ...Tags].map(({ Key, Value }) => [Key, String(Value)]));
  return [...all].map(([Key, Value]) => ({ Key, Value }));
}
