import { randomUUID } from "node:crypto";
import { conflict, notFound, staleRevision } from "../errors.ts";
import { principalOf } from "../functions/permissions.ts";
import type { Guarded, LayerVersionRecord, PolicyStatement } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { openLayerVersion, readLayerName, versionArnOf } from "./names.ts";

export const addLayerVersionPermission: Lambda["AddLayerVersionPermission"] = (input, context) => {
  const { StatementId: Sid, Action, Principal, OrganizationId } = input;
  const statement: PolicyStatement = {
    ...{ Sid, Effect: "Allow", Principal: principalOf(Principal), Action },
    Resource: versionArnOf(opened(input, context)),
    ...(OrganizationId && { Condition: { StringEquals: { "aws:PrincipalOrgID": OrganizationId } } }),
  };
  const RevisionId = changePolicy(input, context, (policy) => {
    if (policy.every((other) => other.Sid !== Sid)) return [...policy, statement];
    const advice = "Please provide a new statement id, or remove the existing statement.";
    throw conflict(`The statement id (${Sid}) provided already exists. ${advice}`);
  });
  return { Statement: JSON.stringify(statement), RevisionId };
};

export const removeLayerVersionPermission: Lambda["RemoveLayerVersionPermission"] = (input, context) => {
  changePolicy(input, context, (policy) => {
    const rest = policy.filter(({ Sid }) => Sid !== input.StatementId);
    if (rest.length < policy.length) return rest;
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  });
  return {};
};

export const getLayerVersionPolicy: Lambda["GetLayerVersionPolicy"] = (input, context) => {
  const { policy, policyRevision } = opened(input, context);
  if (policy.length === 0) throw notFound("No policy is associated with the given resource.");
  return {
    Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: policy }),
    RevisionId: policyRevision,
  };
};

interface Target {
  readonly LayerName: string;
  readonly VersionNumber: number;
  readonly RevisionId?: string;
}

function opened({ LayerName, VersionNumber }: Target, context: LambdaContext): LayerVersionRecord {
  return openLayerVersion({ ...readLayerName(LayerName, context), version: VersionNumber }, context);
}

/** Changes a layer version's policy, and returns its new revision. */
function changePolicy(
  input: Target,
  context: LambdaContext,
  change: (policy: Guarded["policy"]) => Guarded["policy"],
): string {
  const policyRevision = randomUUID();
  context.cloud.store.write(() => {
    const record = opened(input, context);
    if (input.RevisionId && input.RevisionId !== record.policyRevision) throw staleRevision("GetLayerVersionPolicy");
    const { account, region, name, version } = record;
    const after = { ...record, policy: change(record.policy), policyRevision };
    context.state.layerVersions.put([account, region, name, -version], after);
  });
  return policyRevision;
}
