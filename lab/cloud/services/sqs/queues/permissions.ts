import { listOf, type PolicyDocument, type Statement } from "../../../auth/policy/document.ts";
import { AwsError } from "../../../errors.ts";
import { invalidValue, missingParameter } from "../errors.ts";
import type { Sqs, SqsContext } from "../state.ts";
import { openQueue } from "./lookup.ts";
import { arnOf } from "./names.ts";
import { changeAttributes } from "./settings.ts";

const LABEL = /^[A-Za-z0-9_-]{1,80}$/;

/** How many actions one statement can have. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
const MOST_ACTIONS = 7;
const MOST_STATEMENTS = 20;

/** What can be allowed by it: other operations are for the owner alone. */
const ACTIONS = new Set([
  "*",
  "SendMessage",
  "ReceiveMessage",
  "DeleteMessage",
  "ChangeMessageVisibility",
  "GetQueueAttributes",
  "GetQueueUrl",
  "ListDeadLetterSourceQueues",
  "PurgeQueue",
]);

type Editable = { -readonly [K in keyof PolicyDocument]: PolicyDocument[K] };

export const addPermission: Sqs["AddPermission"] = (input, context) => {
  const { QueueUrl, Label, AWSAccountIds, Actions } = input;
  if (!LABEL.test(Label))
    throw invalidValue(
      Label,
      "Label",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  if (AWSAccountIds.length === 0) throw missingParameter("AWSAccountId");
  if (Actions.length === 0) throw missingParameter("ActionName");
  for (const action of Actions) checkAction(action);
  for (const account of AWSAccountIds) {
    if (!/^\d{12}$/.test(account))
      throw invalidValue(`[${AWSAccountIds.join(", ")}]`, "PrincipalId", "Unable to verify.");
  }
  if (Actions.length > MOST_ACTIONS)
    throw overLimit(`${Actions.length} Actions were found, maximum allowed is ${MOST_ACTIONS}.`);
  changePolicy(QueueUrl, context, (statements, arn) => {
    if (statements.some(({ Sid }) => Sid === Label)) throw invalidValue(Label, "Label", "Already exists.");
    if (statements.length >= MOST_STATEMENTS)
      throw overLimit(`${statements.length + 1} statements were found, maximum allowed is ${MOST_STATEMENTS}.`);
    const principals = AWSAccountIds.map((account) => `arn:aws:iam::${account}:root`);
    const added: Statement = {
      Sid: Label,
      Effect: "Allow",
      Principal: { AWS: oneOrAll(principals) },
      Action: oneOrAll(Actions.map((action) => `SQS:${action}`)),
      Resource: arn,
    };
    return [...statements, added];
  });
  return {};
};

export const removePermission: Sqs["RemovePermission"] = ({ QueueUrl, Label }, context) => {
  changePolicy(QueueUrl, context, (statements) => {
    const rest = statements.filter(({ Sid }) => Sid !== Label);
    if (rest.length === statements.length) throw invalidValue(Label, "Label", "can't find label.");
    return rest;
  });
  return {};
};

function changePolicy(
  url: string,
  context: SqsContext,
  change: (statements: readonly Statement[], arn: string) => readonly Statement[],
): void {
  context.cloud.store.write(() => {
    const queue = openQueue(url, context);
    const arn = arnOf(queue);
    const { Policy, ...others } = queue.attributes;
    const document: Editable = Policy
      ? (JSON.parse(Policy) as PolicyDocument)
      : ({ Version: "2008-10-17", Id: `${arn}/SQSDefaultPolicy`, Statement: [] } as PolicyDocument);
    const Statement = change(listOf(document.Statement), arn);
    const attributes =
      Statement.length > 0 ? { ...others, Policy: JSON.stringify({ ...document, Statement }) } : others;
    changeAttributes(queue, attributes, context);
  });
}

function checkAction(action: string): void {
  if (ACTIONS.has(action)) return;
  throw invalidValue(`SQS:${action}`, "ActionName", "Only the queue owner is allowed to invoke this action.");
}

function overLimit(message: string): AwsError {
  return new AwsError("OverLimit", message);
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] as string) : values;
}
