import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";

interface PolicyProperties {
  readonly ResourceArn: string;
  readonly ResourcePolicy: object;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-resourcepolicy.html */
export const resourcePolicy: ResourceProvider<PolicyProperties> = {
  replacedBy: ["ResourceArn"],
  create: put,
  update: (_id, properties, _previous, context) => put(properties, context),
  async read(ResourceARN, { call }) {
    const found = await call.kinesis.GetResourcePolicy({ ResourceARN }).catch(tolerate("ResourceNotFoundException"));
    if (!found || found.Policy === "{}") return undefined;
    return {
      properties: { ResourceArn: ResourceARN, ResourcePolicy: JSON.parse(found.Policy as string) },
      attributes: {},
    };
  },
  async delete(ResourceARN, _properties, { call }) {
    await call.kinesis.DeleteResourcePolicy({ ResourceARN }).catch(tolerate("ResourceNotFoundException"));
  },
};

async function put({ ResourceArn, ResourcePolicy }: PolicyProperties, { call }: Pick<ResourceContext, "call">) {
  await call.kinesis.PutResourcePolicy({ ResourceARN: ResourceArn, Policy: JSON.stringify(ResourcePolicy) });
  return { id: ResourceArn };
}
