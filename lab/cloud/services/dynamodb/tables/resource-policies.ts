import { listOf } from "../../../auth/policy/document.ts";
import { parsePolicy } from "../../../auth/policy/grammar.ts";
import { AwsError } from "../../../errors.ts";
import type { KeyPart } from "../../../store/collection.ts";
import { invalid, invalidParameters, notFound, tableNotFound } from "../errors.ts";
import type { ResourcePolicy } from "../records.ts";
import type { DynamoDb, DynamoDbContext, DynamoDbState } from "../state.ts";
import { findTable } from "./lookup.ts";
import { readTableArn, type TableOrStream } from "./resource-arns.ts";

/** Bytes, as it was sent. */
const LARGEST = 20_480;

export const putResourcePolicy: DynamoDb["PutResourcePolicy"] = (input, context) => {
  const { ResourceArn: arn, Policy, ExpectedRevisionId: expected } = input;
  const { cloud, state } = context;
  checkPolicy(Policy);
  return cloud.store.write(() => {
    const place = openPlace(arn, context);
    const before = state.policies.get(...place);
    if (expected !== undefined) checkRevision(expected, before, arn);
    return { RevisionId: storePolicy(place, Policy, context) };
  });
};

export const getResourcePolicy: DynamoDb["GetResourcePolicy"] = ({ ResourceArn }, context) => {
  const policy = context.state.policies.get(...openPlace(ResourceArn, context));
  if (!policy) throw policyNotFound(ResourceArn);
  return { Policy: policy.document, RevisionId: policy.revision };
};

/** Answers nothing when there was none. */
export const deleteResourcePolicy: DynamoDb["DeleteResourcePolicy"] = (input, context) => {
  const { ResourceArn: arn, ExpectedRevisionId: expected } = input;
  const { cloud, state } = context;
  return cloud.store.write(() => {
    const place = openPlace(arn, context);
    const before = state.policies.get(...place);
    if (expected !== undefined) checkRevision(expected, before, arn);
    state.policies.delete(...place);
    return before ? { RevisionId: before.revision } : {};
  });
};

/** Checks that a text is a policy that says for whom it is. Throws DynamoDB's errors. */
export function checkPolicy(text: string): void {
  if (Buffer.byteLength(text) > LARGEST) throw invalidParameters(`Maximum policy size of ${LARGEST} bytes exceeded`);
  const statements = listOf(parsed(text).Statement);
  if (statements.some((one) => !("Principal" in one))) throw invalid("Invalid principal in policy document.");
  if (statements.some((one) => !("Resource" in one || "NotResource" in one)))
    throw invalidParameters("Invalid policy document: Missing required field Resource");
  const isUnbounded = statements.some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === "Allow" && Principal === "*" && !Condition && listOf(Action).includes("*"),
  );
  if (isUnbounded)
    throw invalid(
      "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to ensure least-privilege form of access",
    );
}

function parsed(text: string) {
  try {
    return parsePolicy(text);
  } catch {
    throw invalidParameters("Invalid policy document: This policy contains invalid Json");
  }
}

/** Stores a policy and answers its revision, which stays while nothing changes. Only inside `store.write`. */
export function storePolicy(place: KeyPart[], document: string, { cloud, state }: DynamoDbContext): string {
  const before = state.policies.get(...place);
  if (before?.document === document) return before.revision;
  const revision = String(Math.max(cloud.clock.now(), Number(before?.revision ?? 0) + 1));
  state.policies.put(place, { document, revision });
  return revision;
}

/** The policy of a table, of an index of it (the same), or of a stream, by its ARN. */
export function policyOf(arn: string, state: Pick<DynamoDbState, "policies">): ResourcePolicy | undefined {
  try {
    return state.policies.get(...placeOf(readTableArn(arn.replace(/\/index\/[^/]*$/, ""))));
  } catch {
    return undefined;
  }
}

function placeOf({ account, region, name, stream }: TableOrStream): KeyPart[] {
  return [account, region, name, ...(stream === undefined ? [] : [stream])];
}

function openPlace(arn: string, context: DynamoDbContext): KeyPart[] {
  const { state } = context;
  const named = readTableArn(arn);
  const { account, region, name, stream } = named;
  if (region !== context.region) throw invalidParameters(`Invalid resource Arn: ${arn}`);
  // Whatever the policy of the table says.
  if (account !== context.account)
    throw invalid("This action is only supported by accounts that match the resource owner’s account.");
  const isThere =
    stream === undefined ? findTable(named, state) : state.streams.streams.has(account, region, name, stream);
  if (!isThere) throw stream === undefined ? tableNotFound(name) : notFound(`Stream: ${arn} not found`);
  return placeOf(named);
}

/** Refuses a change of a policy that was changed meanwhile, or is there though it was to be a new one. */
function checkRevision(expected: string, before: ResourcePolicy | undefined, arn: string): void {
  const { name } = readTableArn(arn);
  if (!before) {
    if (expected !== "NO_POLICY") throw policyNotFound(arn);
  } else if (expected === "NO_POLICY") {
    throw policyNotFound(
      `Requested policy update expecting none to be present for table ${name}, but a policy exists with revision id ${before.revision}.`,
    );
  } else if (expected !== before.revision) {
    throw policyNotFound(
      `Requested update for policy with revision id ${expected}, but the policy associated to target table ${name} has revision id ${before.revision}.`,
    );
  }
}

function policyNotFound(why: string) {
  const message = `Resource-based policy not found for the provided ResourceArn: ${why}`;
  return new AwsError("PolicyNotFoundException", message);
}
