import type { ResourceProvider } from "../../../service/service.ts";
import { type PrincipalProperties, setPolicies, stripPolicies, unlessGone } from "./principals.ts";

interface GroupProperties extends PrincipalProperties {
  readonly GroupName?: string;
  readonly Path?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html */
export const group: ResourceProvider<GroupProperties> = {
  replacedBy: ["GroupName"],
  async create(properties, context) {
    const GroupName = properties.GroupName ?? context.name(128);
    const { Group } = await context.call.iam.CreateGroup({ GroupName, Path: properties.Path });
    context.initiated(GroupName);
    await setPolicies("Groups", GroupName, properties, {}, context);
    return { id: GroupName, attributes: { Arn: Group?.Arn } };
  },
  async update(GroupName, properties, previous, context) {
    const { call } = context;
    if (properties.Path !== previous.Path) await call.iam.UpdateGroup({ GroupName, NewPath: properties.Path ?? "/" });
    await setPolicies("Groups", GroupName, properties, previous, context);
    const { Group } = await call.iam.GetGroup({ GroupName });
    return { id: GroupName, attributes: { Arn: Group?.Arn } };
  },
  async read(GroupName, { call }) {
    const { Group } = (await call.iam.GetGroup({ GroupName }).catch(unlessGone)) ?? {};
    if (!Group) return undefined;
    const { AttachedPolicies = [] } = await call.iam.ListAttachedGroupPolicies({ GroupName });
    const ManagedPolicyArns = AttachedPolicies.map(({ PolicyArn }) => PolicyArn);
    return { properties: { GroupName, Path: Group.Path, ManagedPolicyArns }, attributes: { Arn: Group.Arn } };
  },
  async delete(GroupName, _properties, context) {
    try {
      await stripPolicies("Groups", GroupName, context);
      await context.call.iam.DeleteGroup({ GroupName });
    } catch (error) {
      unlessGone(error as Error);
    }
  },
};
