import { allTags } from "../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";

interface ParameterProperties {
  readonly Name?: string;
  readonly Type: "String" | "StringList";
  readonly Value: string;
  readonly Description?: string;
  readonly AllowedPattern?: string;
  readonly Tier?: "Standard" | "Advanced";
  readonly DataType?: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

const parameter: ResourceProvider<ParameterProperties> = {
  replacedBy: ["Name", "DataType"],
  create: (properties, context) => put(properties.Name ?? context.name(2048), properties, context, false),
  update: (name, properties, _previous, context) => put(name, properties, context, true),
  async read(Name, { call }) {
    const { Parameters = [] } = await call.ssm.DescribeParameters({
      ParameterFilters: [{ Key: "Name", Values: [Name] }],
    });
    const [described] = Parameters;
    if (!described) return undefined;
    const { Parameter } = await call.ssm.GetParameter({ Name, WithDecryption: true });
    const { Type, Description, AllowedPattern, Tier, DataType } = described;
    const Value = Parameter?.Value;
    return {
      properties: { Name, Type, Value, Description, AllowedPattern, Tier, DataType },
      attributes: { Type, Value },
    };
  },
  async delete(Name, _properties, { call }) {
    await call.ssm.DeleteParameters({ Names: [Name] });
  },
};

export const resources: Record<string, ResourceProvider> = { "AWS::SSM::Parameter": parameter };

async function put(Name: string, properties: ParameterProperties, context: ResourceContext, Overwrite: boolean) {
  const { call } = context;
  const { Type, Value, Description, AllowedPattern, Tier, DataType } = properties;
  await call.ssm.PutParameter({ Name, Type, Value, Description, AllowedPattern, Tier, DataType, Overwrite });
  if (!Overwrite) context.initiated(Name);
  const own = Object.entries(properties.Tags ?? {}).map(([Key, Tag]) => ({ Key, Value: Tag }));
  const Tags = allTags(own, context);
  if (Tags.length > 0) await call.ssm.AddTagsToResource({ ResourceType: "Parameter", ResourceId: Name, Tags });
  return { id: Name, attributes: { Type, Value } };
}
