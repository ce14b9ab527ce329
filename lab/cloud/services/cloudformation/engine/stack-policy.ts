import { isLike } from "../../../patterns/wildcards.ts";
import { validationError } from "../errors.ts";

/** What an update does to a resource, in the words of stack policies. */
export type PolicyUpdate = "Update:Modify" | "Update:Replace" | "Update:Delete";

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, { readonly ResourceType?: string | readonly string[] }>>;
}

/** AWS keeps policies of this many bytes. */
const LONGEST = 16_384;

/** Checks the text of a stack policy. Throws AWS's ValidationError for one that is not valid. */
export function checkedPolicy(text: string): string {
  if (Buffer.byteLength(text) > LONGEST)
    throw validationError(`Error validating stack policy: Stack policy is longer than ${LONGEST} bytes`);
  const sound = statementsOf(text).every(
    ({ Effect, Action, NotAction, Resource, NotResource }) =>
      (Effect === "Allow" || Effect === "Deny") &&
      (Action ?? NotAction) !== undefined &&
      (Resource ?? NotResource) !== undefined,
  );
  if (!sound) throw validationError("Error validating stack policy: Invalid stack policy");
  return text;
}

/**
 * Why a stack's policy does not let an update touch a resource; nothing when it does. A stack without a policy allows
 * everything, one with a policy only what it allows.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function deniedBy(
  policy: string | undefined,
  update: PolicyUpdate,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
): string | undefined {
  if (policy === undefined) return undefined;
  const statements = statementsOf(policy);
  const applying = statements.filter((statement) => applies(statement, update, `LogicalResourceId/${logicalId}`, type));
  const denial = applying.find(({ Effect }) => Effect === "Deny");
  if (denial)
    return `Action denied by stack policy: Statement [#${statements.indexOf(denial) + 1}] does not allow [${update}] for resource [LogicalResourceId/${logicalId}]`;
  if (applying.length > 0) return undefined;
  return `Action not allowed by stack policy: no statement allows [${update}] for resource [LogicalResourceId/${logicalId}]`;
}

function statementsOf(text: string): readonly Statement[] {
  try {
    const { Statement } = JSON.parse(text);
    if (Statement) return [Statement].flat();
  } catch {}
  throw validationError("Error validating stack policy: Invalid stack policy");
}

function applies(statement: Statement, update: PolicyUpdate, resource: string, type: string): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const acts = Action ? matches(Action, update) : !matches(NotAction, update);
  const isMeant = Resource ? matches(Resource, resource) : !matches(NotResource, resource);
  return acts && isMeant && Object.values(Condition).every(({ ResourceType = "*" }) => matches(ResourceType, type));
}

function matches(patterns: string | readonly string[] = [], text: string): boolean {
  return [patterns].flat().some((pattern) => isLike(text, pattern));
}
