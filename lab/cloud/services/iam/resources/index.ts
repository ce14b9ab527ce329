import type { ResourceProvider } from "../../../service/service.ts";
import { group } from "./groups.ts";
import { oidcProvider, samlProvider, virtualMfaDevice } from "./identity-providers.ts";
import { instanceProfile } from "./instance-profiles.ts";
import { groupPolicy, managedPolicy, policy, rolePolicy, userPolicy } from "./policies.ts";
import { role, serviceLinkedRole } from "./roles.ts";
import { accessKey, user, userToGroupAddition } from "./users.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::IAM::AccessKey": accessKey,
  "AWS::IAM::Group": group,
  "AWS::IAM::GroupPolicy": groupPolicy,
  "AWS::IAM::InstanceProfile": instanceProfile,
  "AWS::IAM::ManagedPolicy": managedPolicy,
  "AWS::IAM::OIDCProvider": oidcProvider,
  "AWS::IAM::Policy": policy,
  "AWS::IAM::Role": role,
  "AWS::IAM::RolePolicy": rolePolicy,
  "AWS::IAM::SAMLProvider": samlProvider,
  "AWS::IAM::ServiceLinkedRole": serviceLinkedRole,
  "AWS::IAM::User": user,
  "AWS::IAM::UserPolicy": userPolicy,
  "AWS::IAM::UserToGroupAddition": userToGroupAddition,
  "AWS::IAM::VirtualMFADevice": virtualMfaDevice,
};
