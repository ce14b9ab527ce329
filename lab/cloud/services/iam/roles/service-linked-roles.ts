import { randomUUID } from "node:crypto";
import type { AwsError } from "../../../errors.ts";
import { invalidInput, noSuchEntity } from "../errors.ts";
import type { Iam, IamContext } from "../state.ts";
import { describedNew, keepRole, openRole } from "./roles.ts";
import { linkedService } from "./service-linked-services.ts";

// Roles that belong to a service of AWS, which alone may change them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html

export const createServiceLinkedRole: Iam["CreateServiceLinkedRole"] = (input, context) => {
  const { AWSServiceName, Description, CustomSuffix } = input;
  const { name, attached } = namedBy(AWSServiceName, CustomSuffix);
  const Statement = [{ Effect: "Allow", Principal: { Service: AWSServiceName }, Action: "sts:AssumeRole" }];
  const role = {
    name,
    path: `/aws-service-role/${AWSServiceName}/`,
    trust: JSON.stringify({ Version: "2012-10-17", Statement }),
    description: Description,
    maxSession: 3600,
    tags: {},
    service: AWSServiceName,
    attached,
  };
  return { Role: describedNew(made(role, context), context) };
};

/** The role of a service goes at once: in the lab no service holds on to it. */
export const deleteServiceLinkedRole: Iam["DeleteServiceLinkedRole"] = ({ RoleName }, context) => {
  const { cloud, state, account } = context;
  return cloud.store.write(() => {
    const { service } = openRole(RoleName, context);
    if (service === undefined) throw noSuchEntity(`The role with name ${RoleName} is not a service-linked role.`);
    state.roles.delete(account, RoleName);
    const DeletionTaskId = `task/aws-service-role/${service}/${RoleName}/${randomUUID()}`;
    state.deletions.put([account, DeletionTaskId], true);
    return { DeletionTaskId };
  });
};

export const getServiceLinkedRoleDeletionStatus: Iam["GetServiceLinkedRoleDeletionStatus"] = (input, context) => {
  const { DeletionTaskId } = input;
  if (!context.state.deletions.has(context.account, DeletionTaskId))
    throw noSuchEntity(`Deletion task ${DeletionTaskId} cannot be found.`);
  return { Status: "SUCCEEDED" };
};

/** The name of a service's role, and the policies that it has. */
function namedBy(service: string, suffix: string | undefined): { name: string; attached: string[] } {
  const known = linkedService(service);
  if (!known) throw invalidInput(`${service} is not a valid AWS service name for a service-linked role.`);
  const { role, policy, takesSuffix = false } = known;
  const attached = policy === undefined ? [] : [`arn:aws:iam::aws:policy/aws-service-role/${policy}`];
  if (suffix === undefined) return { name: `AWSServiceRoleFor${role}`, attached };
  if (!takesSuffix) throw invalidInput(`Custom suffix is not allowed for ${service}`);
  const name = `AWSServiceRoleFor${role}_${suffix}`;
  if (!/^[\w+=,.@-]+$/.test(suffix) || name.length > 64) throw invalidInput(`The suffix ${suffix} is not valid.`);
  return { name, attached };
}

function made(role: Parameters<typeof keepRole>[0], context: IamContext) {
  try {
    return keepRole(role, context);
  } catch (error) {
    if ((error as AwsError).name !== "EntityAlreadyExists") throw error;
    throw invalidInput(`Service role name ${role.name} has been taken in this account, please try a different suffix.`);
  }
}
