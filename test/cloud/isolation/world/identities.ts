import { MARK, type Owner, policy, tag, type World } from "./owner.ts";

/** Users, roles, groups, policies, and who else can be let in. */
export async function fillIam({ own, account, of, arn }: Owner): Promise<World> {
  const trust = (Principal: object) => policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
  const functionsTrust = trust({ Service: "lambda.amazonaws.com" });
  await own.iam.CreateRole({ RoleName: of, AssumeRolePolicyDocument: functionsTrust, Description: MARK });
  await own.iam.CreateRole({ RoleName: `own-${of}`, AssumeRolePolicyDocument: trust({ AWS: account }) });
  const allowed = policy({
    Sid: MARK.replaceAll("-", ""),
    Effect: "Allow",
    Action: ["s3:*", "dynamodb:*"],
    Resource: "*",
  });
  await own.iam.PutRolePolicy({ RoleName: of, PolicyName: of, PolicyDocument: allowed });
  await own.iam.CreateUser({ UserName: of, Tags: [tag] });
  await own.iam.PutUserPolicy({ UserName: of, PolicyName: of, PolicyDocument: allowed });
  const { AccessKey } = await own.iam.CreateAccessKey({ UserName: of });
  await own.iam.CreateGroup({ GroupName: of });
  await own.iam.PutGroupPolicy({ GroupName: of, PolicyName: of, PolicyDocument: allowed });
  await own.iam.AddUserToGroup({ GroupName: of, UserName: of });
  await own.iam.CreatePolicy({ PolicyName: of, PolicyDocument: allowed, Description: MARK });
  await own.iam.CreateInstanceProfile({ InstanceProfileName: of, Tags: [tag] });
  await own.iam.CreateOpenIDConnectProvider({ Url: `https://${of}.example.com`, ClientIDList: [MARK] });
  return {
    iam: {
      RoleName: of,
      UserName: of,
      GroupName: of,
      PolicyName: of,
      InstanceProfileName: of,
      AccessKeyId: AccessKey?.AccessKeyId,
      PolicyArn: arn("iam", `policy/${of}`, ""),
      PolicySourceArn: arn("iam", `user/${of}`, ""),
      Arn: arn("iam", `role/${of}`, ""),
      OpenIDConnectProviderArn: arn("iam", `oidc-provider/${of}.example.com`, ""),
      VersionId: "v1",
    },
    sts: { RoleArn: arn("iam", `role/own-${of}`, ""), AccessKeyId: AccessKey?.AccessKeyId },
  };
}
