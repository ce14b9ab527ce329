import { type Broken, type ModelConstraints, violationMessage } from "../../../wire/constraints.ts";

/** The name of a table, or its ARN: DynamoDB tells of the rules for names alone. */
export const TABLE = { length: [1, 1024], pattern: "[a-zA-Z0-9_.-]{3,255}|arn:.+" } as const;

/** Where requests about items name tables, by the names of the model's structures. */
export const TABLE_MEMBERS: ModelConstraints["structures"] = Object.fromEntries(
  ["ConditionCheck", "Delete", "DeleteItemInput", "Get", "Put", "PutItemInput", "Update", "UpdateItemInput"].map(
    (structure) => [structure, { TableName: "NamedTable" }],
  ),
);

const LONG = "Member must have length less than or equal to 255";
const SHORT = "Member must have length greater than or equal to 3";
const EMPTY = "Member must have length greater than or equal to 1";
const PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";

/** The members of each operation's input in the order in which DynamoDB tells what is wrong with them. */
const ORDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["BatchGetItem", ["requestItems", "returnConsumedCapacity"]],
  ["BatchWriteItem", ["returnConsumedCapacity", "returnItemCollectionMetrics", "requestItems"]],
  ["DeleteItem", ["returnConsumedCapacity", "tableName", "returnValues", "returnItemCollectionMetrics", "key"]],
  ["GetItem", ["returnConsumedCapacity", "attributesToGet", "tableName", "key"]],
  ["PutItem", ["returnConsumedCapacity", "tableName", "item", "returnValues", "returnItemCollectionMetrics"]],
  ["Query", ["select", "indexName", "returnConsumedCapacity", "queryFilter", "tableName", "attributesToGet", "limit"]],
  [
    "Scan",
    ["select", "indexName", "totalSegments", "returnConsumedCapacity", "tableName", "scanFilter", "segment", "limit"],
  ],
  ["TransactGetItems", ["returnConsumedCapacity", "transactItems"]],
  [
    "TransactWriteItems",
    ["clientRequestToken", "returnConsumedCapacity", "returnItemCollectionMetrics", "transactItems"],
  ],
  [
    "UpdateItem",
    [
      "returnConsumedCapacity",
      "tableName",
      "returnItemCollectionMetrics",
      "conditionalOperator",
      "returnValues",
      "key",
    ],
  ],
]);

/** These check their inputs in DynamoDB's newer layer, unless a member is missing. */
const NEWER = new Set(["DeleteItem", "PutItem", "UpdateItem"]);

/**
 * What DynamoDB says of a request about items that breaks the model; nothing of other operations. The operations differ, as AWS
 * moves them from one layer of checks to another: these are the words of us-east-1 in October 2026.
 * https://github.com/paritysuite/dynamodb-conformance/tree/main/tests/tier3/validation-ordering
 */
export function itemViolation(found: readonly Broken[], operation: string): string | undefined {
  const order = ORDERS.get(operation);
  if (!order) return undefined;
  // Of other operations than those that write one item, names of tables are told of as those of tables are.
  if (!NEWER.has(operation) && found.some(({ path }) => path === "tableName")) return undefined;
  const placeOf = ({ path }: Broken) => {
    const place = order.indexOf(path.split(".")[0] as string);
    return place < 0 ? order.length : place;
  };
  const broken = found.flatMap(named).sort((a, b) => placeOf(a) - placeOf(b));
  const own = NEWER.has(operation) ? newerViolation(broken, operation) : ownViolation(broken, operation);
  return own ?? violationMessage(broken.slice(0, MOST_TOLD));
}

/** So many faults DynamoDB tells. */
export const MOST_TOLD = 10;

function newerViolation(broken: readonly Broken[], operation: string): string | undefined {
  if (broken.some(({ value }) => value === undefined)) return undefined;
  const table = broken.find(({ path }) => path === "tableName");
  if (table) return table.value === "" ? generic("TableName", EMPTY) : violationMessage([table]);
  const returned = broken.filter(({ path }) => path === "returnValues");
  const told = operation === "UpdateItem" && returned.length > 0 ? returned : broken;
  const sentences = told.map((one) => NEWER_WORDS.get(one.path) ?? sentenceOf(one));
  return detected(sentences);
}

/** These don't repeat what they were given. The enums are AWS's, whose names are others here. */
const NEWER_WORDS: ReadonlyMap<string, string> = new Map([
  ["conditionalOperator", "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"],
  [
    "returnValues",
    "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]",
  ],
  ["returnItemCollectionMetrics", "ReturnItemCollectionMetrics can only be SIZE or NONE"],
]);

function ownViolation(broken: readonly Broken[], operation: string): string | undefined {
  const at = (wanted: string) => broken.find(({ path }) => path === wanted);
  const [requests, limit] = [at("requestItems"), at("limit")];
  switch (operation) {
    case "BatchGetItem": {
      const keys = broken.find(({ path }) => /^requestItems\..+\.member\.keys$/s.test(path));
      if (keys) return generic(`RequestItems${keys.path.slice(12, -4)}Keys`, keys.rule);
      return requests && isEmpty(requests) ? generic("RequestItems", EMPTY) : undefined;
    }
    case "BatchWriteItem": {
      if (requests && isEmpty(requests)) return "The requestItems parameter is required for BatchWriteItem";
      const others = broken.filter((one) => one !== requests);
      return requests?.rule === MAP_KEYS && others.length > 0 ? violationMessage(others) : undefined;
    }
    case "Query":
      if (at("conditionalOperator")) return NEWER_WORDS.get("conditionalOperator");
      return limit && broken.length === 1 ? generic("Limit", limit.rule) : undefined;
    default:
      return undefined;
  }
}

const MAP_KEYS = `Map keys must satisfy constraint: [${LONG}, ${SHORT}, ${PATTERN}]`;

/** So much of a value is repeated. */
const LONGEST_SHOWN = 1024;

/** What breaks the rule for tables above is told as what breaks those for names. */
function named(broken: Broken): Broken[] {
  const { path, rule, value } = broken;
  if (rule.startsWith("Map keys must satisfy constraint")) {
    const isRead = path === "requestItems" && Object.values(value as object).every((one) => !Array.isArray(one));
    return [
      {
        ...broken,
        rule: MAP_KEYS,
        ...(isRead && { shown: `Value '${JSON.stringify(value).slice(0, LONGEST_SHOWN)}'` }),
      },
    ];
  }
  if (!/(?:^|\.)tableName$/.test(path) || typeof value !== "string") return [broken];
  if (!rule.includes("pattern")) return value === "" ? [broken] : [];
  return rulesBrokenBy(value).map((one) => ({ ...broken, rule: one }));
}

function rulesBrokenBy(name: string): string[] {
  if (name === "") return [];
  return [
    ...(/^[a-zA-Z0-9_.-]+$/.test(name) ? [] : [PATTERN]),
    ...(name.length < 3 ? [SHORT] : []),
    ...(name.length > 255 ? [LONG] : []),
  ];
}

/** A member that is missing is another fault. */
const isEmpty = ({ value }: Broken) => value !== undefined && Object.keys(value as object).length === 0;

const generic = (path: string, rule: string) => violationMessage([{ path, shown: "Value", rule, value: "" }]);

const sentenceOf = (one: Broken) => violationMessage([one]).replace("1 validation error detected: ", "");

function detected(sentences: readonly string[]): string {
  return `${sentences.length} validation error${sentences.length > 1 ? "s" : ""} detected: ${sentences.join("; ")}`;
}
