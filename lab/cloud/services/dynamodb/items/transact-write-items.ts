import type {
  ConditionCheck,
  ItemCollectionMetrics,
  TransactWriteItem,
  TransactWriteItemsOutput,
} from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import { checkedItem } from "../values/check.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { type Action, changeBy } from "./action.ts";
import { forEachMember } from "./cancellation.ts";
import { Consumption, readUnits } from "./capacity.ts";
import { apply, type Change } from "./changes.ts";
import { type DoneTransaction, doneBefore, hashOfRequest, remember } from "./client-tokens.ts";
import { collectionMetrics } from "./collections.ts";
import { deleting } from "./delete-item.ts";
import { conditionOf } from "./expressions.ts";
import { checkTransactionSize } from "./item-size.ts";
import { keyOf } from "./keys.ts";
import { putting } from "./put-item.ts";
import { updating } from "./update-item.ts";
import { inOlderWords } from "./wording.ts";
import type { WriteInput } from "./write.ts";

/** Writes up to 100 items of any tables: all of them, or none when a condition does not hold. */
export const transactWriteItems: DynamoDb["TransactWriteItems"] = (input, context) => {
  const members = input.TransactItems.map((item) => ({
    action: inOlderWords(() => actionOf(item)),
    isCheck: isCheck(item),
  }));
  return writeTogether(members, { ...input, request: input.TransactItems }, context);
};

export interface Member {
  readonly action: Action;
  /** Whether its condition is asked for, and its item left as it is. */
  readonly isCheck: boolean;
}

interface TogetherInput extends WriteInput {
  readonly ClientRequestToken?: string | undefined;
  /** What was asked for: the same again when the token is. */
  readonly request: unknown;
}

/** Does what all members say, or nothing when that can't be done with one of them. */
export function writeTogether(
  members: readonly Member[],
  input: TogetherInput,
  context: DynamoDbContext,
): Pick<TransactWriteItemsOutput, "ConsumedCapacity" | "ItemCollectionMetrics"> {
  const { ClientRequestToken: token } = input;
  const actions = members.map(({ action }) => action);
  const request = hashOfRequest(input.request);
  const done = doneBefore(token, request, context);
  if (done) return { ConsumedCapacity: repeated(done).answers(input.ReturnConsumedCapacity) };
  const opened = actions.map((action) => ({ action, table: openTable(action.TableName, context) }));
  const located = forEachMember(opened, (one) => ({ ...one, key: one.action.key(one.table) }));
  const names = new Set(located.map(({ table, key }) => [table.id, ...key].join("\n")));
  if (names.size < located.length) throw invalid("Transaction request cannot include multiple operations on one item");
  const consumed = new Consumption("write");
  const changes = context.cloud.store.write(() => {
    const changes = forEachMember(located, ({ action, table, key }) => changeBy(action, table, key, context));
    checkTransactionSize(changes.map(({ before, after }) => after ?? before));
    forEachMember([...changes.entries()], ([i, change]) => {
      consumed.takeChange((actions[i] as Action).TableName, change, context);
      if (!members[i]?.isCheck) apply(change, context);
    });
    if (token !== undefined)
      remember(token, { request, at: context.cloud.clock.now(), reads: reads(actions, changes) }, context);
    return changes;
  });
  return {
    ConsumedCapacity: consumed.answers(input.ReturnConsumedCapacity),
    ...metrics(actions, changes, input, context),
  };
}

const isCheck = ({ ConditionCheck }: TransactWriteItem) => ConditionCheck !== undefined;

function actionOf({ ConditionCheck, Put, Delete, Update }: TransactWriteItem): Action {
  const given = [ConditionCheck, Put, Delete, Update].filter((one) => one !== undefined);
  if (given.length === 0)
    throw invalid("Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  if (given.length > 1) throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  if (Put) return putting(Put);
  if (Delete) return deleting(Delete);
  return Update ? updating(Update) : checking(ConditionCheck as ConditionCheck);
}

/** Asks for a condition, and leaves the item as it is. */
function checking(check: ConditionCheck): Action {
  const given = checkedItem(check.Key ?? {});
  return {
    TableName: check.TableName as string,
    key: (table) => keyOf(given, table),
    condition: conditionOf(check),
    onFailure: check.ReturnValuesOnConditionCheckFailure,
    next: (before) => before,
  };
}

function reads(actions: readonly Action[], changes: readonly Change[]): DoneTransaction["reads"] {
  return changes.map(({ after }, i) => [
    (actions[i] as Action).TableName,
    readUnits(after ? sizeOfItem(after) : 0, true),
  ]);
}

/** What it takes to see that a transaction was done already. */
function repeated({ reads }: DoneTransaction): Consumption {
  const consumed = new Consumption("read");
  for (const [name, units] of reads) consumed.take(name, undefined, units);
  return consumed;
}

function metrics(actions: readonly Action[], changes: readonly Change[], input: WriteInput, context: DynamoDbContext) {
  const all = new Map<string, ItemCollectionMetrics[]>();
  for (const [i, { table, key, before, after }] of changes.entries()) {
    const found = collectionMetrics(input, table, key, after ?? before, context);
    const { TableName } = actions[i] as Action;
    if (found) all.set(TableName, [...(all.get(TableName) ?? []), found]);
  }
  return all.size > 0 ? { ItemCollectionMetrics: Object.fromEntries(all) } : {};
}
