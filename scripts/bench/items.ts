import type { ReadyRequest } from "./connection.ts";
import { load } from "./load.ts";
import { type Figure, ms, times } from "./report.ts";
import { signed } from "./signing.ts";
import type { Sizes } from "./sizes.ts";
import type { Subject, Workload } from "./workloads.ts";

/** How many items a run of small requests goes through. */
const ITEMS = 1000;
const TABLE = "bench";
const LISTS = "lists";

/** About 1 KiB with its names and its key. */
const PAYLOAD = "x".repeat(1000);

const key = (i: number) => ({ pk: { S: `item-${i}` } });

/** A call to DynamoDB, signed. */
function call({ endpoint, credentials }: Pick<Subject, "endpoint" | "credentials">, operation: string, input: object) {
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
  };
  const body = Buffer.from(JSON.stringify(input));
  return signed("dynamodb", endpoint, { method: "POST", path: "/", headers, body }, credentials);
}

const each = (one: (i: number) => Promise<ReadyRequest>) =>
  Promise.all(Array.from({ length: ITEMS }, (_, i) => one(i)));

const puts = (subject: Subject) =>
  each((i) => call(subject, "PutItem", { TableName: TABLE, Item: { ...key(i), payload: { S: PAYLOAD } } }));

/** Requests for items, of which the table has rows. */
export const itemWorkloads = {
  "put-item": { name: "put an item of 1 KiB, 16 callers", callers: 16, turn: 1000, requests: puts },
  "get-item": {
    name: "get an item of 1 KiB, 16 callers",
    callers: 16,
    turn: 1000,
    requests: (subject: Subject) => each((i) => call(subject, "GetItem", { TableName: TABLE, Key: key(i) })),
  },
} satisfies Record<string, Workload>;

/** Makes the table, waits until it is there, and puts its items. */
export async function prepareItems(subject: Subject): Promise<void> {
  await makeTable(subject, TABLE, ["pk"]);
  const first = await puts(subject);
  for (let tries = 50; ; tries--) {
    try {
      await load(subject.endpoint, first.slice(0, 1), 1);
      break;
    } catch (error) {
      if (tries === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await load(subject.endpoint, first, 16);
}

async function makeTable(subject: Pick<Subject, "endpoint" | "credentials">, TableName: string, names: string[]) {
  const input = {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: names.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? "HASH" : "RANGE" })),
  };
  await load(subject.endpoint, [await call(subject, "CreateTable", input)], 1);
}

/** A query of 100 items, in a table of a thousand and in one of a million. */
export async function* benchItems(endpoint: string, { items, invocations }: Sizes): AsyncGenerator<Figure> {
  const subject = { endpoint };
  const rates: number[] = [];
  for (const count of items) {
    const TableName = `${LISTS}-${count}`;
    await makeTable(subject, TableName, ["pk", "sk"]);
    await fill(subject, TableName, count);
    const queries = Array.from({ length: invocations }, (_, i) =>
      call(subject, "Query", {
        TableName,
        KeyConditionExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": { S: `p${(i * 7919) % (count / 100)}` } },
      }),
    );
    const { p50 } = await load(endpoint, await Promise.all(queries), 1);
    rates.push(p50);
  }
  const [small = 0, large = 0] = rates;
  const [few, many] = items.map((count) => count.toLocaleString("en"));
  const floor = `${ms(small)} (of ${few})`;
  yield { name: `query of 100 items of ${many}, p50`, value: ms(large), floor, ratio: times(large / small), aim: "1×" };
}

/** Items of about 100 bytes, a hundred to a partition. */
async function fill(subject: { readonly endpoint: string }, TableName: string, count: number): Promise<void> {
  const item = (n: number) => ({
    pk: { S: `p${n % (count / 100)}` },
    sk: { S: String(n).padStart(8, "0") },
    payload: { S: PAYLOAD.slice(0, 80) },
  });
  for (let first = 0; first < count; first += 10_000) {
    const batches = Array.from({ length: Math.min(400, (count - first) / 25) }, (_, i) => {
      const requests = Array.from({ length: 25 }, (_, k) => ({ PutRequest: { Item: item(first + i * 25 + k) } }));
      return call(subject, "BatchWriteItem", { RequestItems: { [TableName]: requests } });
    });
    await load(subject.endpoint, await Promise.all(batches), 4);
  }
}
