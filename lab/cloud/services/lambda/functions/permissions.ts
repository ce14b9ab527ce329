import { randomUUID } from "node:crypto";
import { conflict, invalidParameter, notFound, staleRevision } from "../errors.ts";
import type { Guarded, PolicyStatement } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { configurationOf, type Named, type Opened, open } from "./lookup.ts";
import { LATEST } from "./names.ts";

type Permission = Parameters<Lambda["AddPermission"]>[0];

export const addPermission: Lambda["AddPermission"] = (input, context) => {
  const { StatementId } = input;
  const statement = statementOf(input, configurationOf(openGuarded(input, context)).FunctionArn);
  changePolicy(input, context, (policy) => {
    if (policy.some(({ Sid }) => Sid === StatementId)) {
      const advice = "Please provide a new statement id, or remove the existing statement.";
      throw conflict(`The statement id (${StatementId}) provided already exists. ${advice}`);
    }
    return [...policy, statement];
  });
  return { Statement: JSON.stringify(statement) };
};

export const removePermission: Lambda["RemovePermission"] = (input, context) => {
  changePolicy(input, context, (policy) => {
    const rest = policy.filter(({ Sid }) => Sid !== input.StatementId);
    if (rest.length < policy.length) return rest;
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  });
  return {};
};

export const getPolicy: Lambda["GetPolicy"] = (input, context) => {
  const { policy, policyRevision } = guardedBy(openGuarded(input, context));
  if (policy.length === 0) throw notFound("The resource you requested does not exist.");
  return {
    Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: policy }),
    ...(policyRevision && { RevisionId: policyRevision }),
  };
};

function changePolicy(
  input: Named & { readonly RevisionId?: string },
  context: LambdaContext,
  change: (policy: Guarded["policy"]) => Guarded["policy"],
): void {
  context.cloud.store.write(() => {
    const opened = openGuarded(input, context);
    const { policy, policyRevision } = guardedBy(opened);
    if (input.RevisionId && input.RevisionId !== policyRevision) throw staleRevision("GetPolicy");
    put(opened, { policy: change(policy), policyRevision: randomUUID() }, context);
  });
}

/** What a permission is about: a function, a version or an alias, each with a policy of its own. */
function openGuarded(input: Named, context: LambdaContext): Opened {
  const opened = open(input, context);
  if (opened.name.qualifier !== LATEST) return opened;
  throw invalidParameter("We currently do not support adding policies for $LATEST.");
}

function guardedBy({ version, alias }: Opened): Guarded {
  return alias ?? version;
}

function put({ name, fn, version, alias }: Opened, guarded: Guarded, { state }: LambdaContext): void {
  const key = [name.account, name.region, name.name] as const;
  if (alias) state.aliases.put([...key, alias.name], { ...alias, ...guarded });
  else if (name.qualifier) state.versions.put([...key, Number(name.qualifier)], { ...version, ...guarded });
  else state.functions.put(key, { ...fn, ...guarded });
}

function statementOf(input: Permission, Resource: string): PolicyStatement {
  const {
    StatementId: Sid,
    Action,
    SourceArn,
    SourceAccount,
    PrincipalOrgID,
    FunctionUrlAuthType,
    EventSourceToken,
    InvokedViaFunctionUrl,
  } = input;
  const equals = {
    ...(SourceAccount && { "AWS:SourceAccount": SourceAccount }),
    ...(PrincipalOrgID && { "aws:PrincipalOrgID": PrincipalOrgID }),
    ...(FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": FunctionUrlAuthType }),
    ...(EventSourceToken && { "lambda:EventSourceToken": EventSourceToken }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(SourceArn && { ArnLike: { "AWS:SourceArn": SourceArn } }),
    ...(InvokedViaFunctionUrl && { Bool: { "lambda:InvokedViaFunctionUrl": "true" } }),
  };
  const statement = { Sid, Effect: "Allow", Principal: principalOf(input.Principal), Action, Resource } as const;
  return Object.keys(condition).length > 0 ? { ...statement, Condition: condition } : statement;
}

/** A principal as AddPermission takes it: a service, an account, an ARN, or everybody. */
export function principalOf(principal: string): PolicyStatement["Principal"] {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-zA-Z-]*:(iam|sts)::\d{12}:.+$/.test(principal)) return { AWS: principal };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazon(aws)?\.com(\.cn)?$/.test(principal)) return { Service: principal };
  throw invalidParameter("The provided principal was invalid. Please check the principal and try again.");
}
