import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./principals.ts";

interface InstanceProfileProperties {
  readonly InstanceProfileName?: string;
  readonly Path?: string;
  readonly Roles: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html */
export const instanceProfile: ResourceProvider<InstanceProfileProperties> = {
  replacedBy: ["InstanceProfileName", "Path"],
  async create({ InstanceProfileName, Path, Roles }, context) {
    const { call } = context;
    const name = InstanceProfileName ?? context.name(128);
    const { InstanceProfile } = await call.iam.CreateInstanceProfile({ InstanceProfileName: name, Path });
    context.initiated(name);
    for (const RoleName of Roles) await call.iam.AddRoleToInstanceProfile({ InstanceProfileName: name, RoleName });
    return { id: name, attributes: { Arn: InstanceProfile?.Arn } };
  },
  async update(InstanceProfileName, { Roles }, previous, { call }) {
    // A profile has one role at most: the one before goes first.
    for (const RoleName of previous.Roles)
      if (!Roles.includes(RoleName))
        await call.iam.RemoveRoleFromInstanceProfile({ InstanceProfileName, RoleName }).catch(unlessGone);
    for (const RoleName of Roles)
      if (!previous.Roles.includes(RoleName))
        await call.iam.AddRoleToInstanceProfile({ InstanceProfileName, RoleName });
    const { InstanceProfile } = await call.iam.GetInstanceProfile({ InstanceProfileName });
    return { id: InstanceProfileName, attributes: { Arn: InstanceProfile?.Arn } };
  },
  async read(InstanceProfileName, { call }) {
    const { InstanceProfile } = (await call.iam.GetInstanceProfile({ InstanceProfileName }).catch(unlessGone)) ?? {};
    if (!InstanceProfile) return undefined;
    const { Path, Arn, Roles = [] } = InstanceProfile;
    return {
      properties: { InstanceProfileName, Path, Roles: Roles.map(({ RoleName }) => RoleName) },
      attributes: { Arn },
    };
  },
  async delete(InstanceProfileName, _properties, { call }) {
    try {
      const { InstanceProfile } = await call.iam.GetInstanceProfile({ InstanceProfileName });
      for (const { RoleName } of InstanceProfile?.Roles ?? [])
        await call.iam.RemoveRoleFromInstanceProfile({ InstanceProfileName, RoleName });
      await call.iam.DeleteInstanceProfile({ InstanceProfileName });
    } catch (error) {
      unlessGone(error as Error);
    }
  },
};
