import type { ReturnValuesOnConditionCheckFailure } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";
import { compileActions, type Update } from "../expressions/updates.ts";
import type { Action } from "../items/action.ts";
import { checkNewSize, checkUpdatedSize } from "../items/item-size.ts";
import { checkIndexKeys, keyOf, keyOfItem } from "../items/keys.ts";
import { checkKeyStays } from "../items/update-item.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkedItem } from "../values/check.ts";
import { duplicateItem, KeyFault } from "./errors.ts";
import type { DeleteStatement, InsertStatement, UpdateStatement } from "./grammar/statements.ts";
import type { Returning } from "./grammar/syntax.ts";
import { namedItem } from "./item-key.ts";
import { itemOf } from "./literals.ts";
import type { Prepared } from "./prepared.ts";
import { actionsOf } from "./updates.ts";
import { Values } from "./values.ts";

export type WriteStatement = InsertStatement | UpdateStatement | DeleteStatement;

/** What a statement does to its item, and what it shows of it afterwards. */
export interface StatementAction extends Action {
  readonly shows: (before: Item | undefined, after: Item | undefined) => Item | undefined;
}

type OnFailure = ReturnValuesOnConditionCheckFailure | undefined;

/** Throws a ValidationException for what can't be done to any item. */
export function actionOf({ statement, ...more }: Prepared<WriteStatement>, onFailure: OnFailure): StatementAction {
  switch (statement.kind) {
    case "insert":
      return inserting({ statement, ...more });
    case "update":
      return updating({ statement, ...more }, onFailure);
    default:
      return deleting({ statement, ...more }, onFailure);
  }
}

/** An INSERT replaces no item. */
function inserting({ statement: { table: TableName, value }, parameters }: Prepared<InsertStatement>): StatementAction {
  const item = itemOf(value, parameters);
  checkNewSize(item);
  return {
    TableName,
    key: (table) => keyOfItem(item, table),
    condition: undefined,
    onFailure: undefined,
    next(before) {
      if (before) throw duplicateItem();
      return item;
    },
    shows: () => undefined,
  };
}

/** An UPDATE makes no item: the condition on the key holds for none that is not there. */
function updating(prepared: Prepared<UpdateStatement>, onFailure: OnFailure): StatementAction {
  const { statement, parameters, condition } = prepared;
  const values = new Values(parameters);
  const update = compileActions(actionsOf(statement, values), "Statement", values.placeholders);
  const names = new Set(update.paths.map(([name]) => name as string));
  const key = keyNamed(prepared);
  return {
    TableName: statement.table,
    key(table) {
      const named = key(table);
      checkKeyStays(names, table);
      return named;
    },
    condition,
    onFailure,
    next(before, table) {
      const { item } = update.apply(before ?? {});
      checkIndexKeys(item, table, names);
      checkUpdatedSize(item);
      if (update.paths.some((path) => path.length > 1)) checkDepth(item);
      return item;
    },
    shows: (before, after) => part(statement.returning, update, before, after),
  };
}

/** What is set deep in an item may be deep itself. DynamoDB says less of it than elsewhere. */
function checkDepth(item: Item): void {
  try {
    checkedItem(item);
  } catch (error) {
    throw error instanceof AwsError ? invalid("Nesting Levels have exceeded supported limits") : error;
  }
}

/** An item that is not there is deleted already, whatever the condition. */
function deleting(prepared: Prepared<DeleteStatement>, onFailure: OnFailure): StatementAction {
  const { statement, condition } = prepared;
  return {
    TableName: statement.table,
    key: keyNamed(prepared),
    condition: condition && { ...condition, matches: (item) => !item || condition.matches(item) },
    onFailure,
    next: () => undefined,
    shows: (before) => (statement.returning ? before : undefined),
  };
}

function keyNamed({ statement: { where }, parameters }: Prepared<UpdateStatement | DeleteStatement>): Action["key"] {
  return (table) => {
    const { key, conflict } = namedItem(where, table, parameters, false);
    if (!key) throw new KeyFault("Where clause does not contain a mandatory equality on all key attributes");
    if (conflict !== undefined) {
      throw new KeyFault(
        `Multiple conditions on same key ${conflict}. Only single item Update/Insert/Delete are supported`,
      );
    }
    return keyOf(key, table);
  };
}

function part(
  returning: Returning["which"] | undefined,
  { updated }: Update,
  before: Item | undefined,
  after: Item | undefined,
): Item | undefined {
  const item = returning?.endsWith("NEW") ? after : before;
  if (returning === undefined || !item) return undefined;
  return returning.startsWith("ALL") ? item : updated(item);
}
