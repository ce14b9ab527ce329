import type { AttributeValue, QueryInput } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

type Question = Partial<QueryInput>;

describe("Query", () => {
  const lab = useDynamoDb();
  let TableName: string;

  before(async () => {
    TableName = await lab.table({
      ...keys("pk", "sk", "kind", "rank:N"),
      LocalSecondaryIndexes: [
        { IndexName: "by-rank", KeySchema: schema("pk", "rank"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-kind",
          KeySchema: schema("kind", "rank"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["shown"] },
        },
      ],
    });
    const ranks = [3, -1.5, 20, 0, 7];
    for (const [i, rank] of ranks.entries()) {
      const Item = {
        pk: { S: "a" },
        sk: { S: `k${i}` },
        rank: { N: String(rank) },
        kind: { S: i % 2 ? "odd" : "even" },
        shown: { S: `s${i}` },
        unshown: { S: `h${i}` },
      };
      await lab.db.putItem({ TableName, Item });
    }
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" }, sk: { S: "sparse" } } });
    await lab.db.putItem({ TableName, Item: { pk: { S: "b" }, sk: { S: "k0" }, rank: { N: "1" } } });
  });

  async function answer(question: Question) {
    return await lab.db.query({ TableName, ...question });
  }

  async function found(question: Question, name = "sk") {
    const { Items = [] } = await answer(question);
    return Items.map((item) => item[name]?.S ?? item[name]?.N);
  }

  const a = { ":a": { S: "a" } };
  const conditions: [condition: string, values: Record<string, AttributeValue>, found: string[]][] = [
    ["pk = :a", {}, ["k0", "k1", "k2", "k3", "k4", "sparse"]],
    ["pk = :a AND sk = :x", { ":x": { S: "k2" } }, ["k2"]],
    ["pk = :a AND sk < :x", { ":x": { S: "k2" } }, ["k0", "k1"]],
    ["pk = :a AND sk <= :x", { ":x": { S: "k2" } }, ["k0", "k1", "k2"]],
    ["pk = :a AND sk > :x", { ":x": { S: "k3" } }, ["k4", "sparse"]],
    ["pk = :a AND sk >= :x", { ":x": { S: "k3" } }, ["k3", "k4", "sparse"]],
    ["pk = :a AND :x <= sk", { ":x": { S: "k3" } }, ["k3", "k4", "sparse"]],
    ["pk = :a AND sk BETWEEN :x AND :y", { ":x": { S: "k1" }, ":y": { S: "k3" } }, ["k1", "k2", "k3"]],
    ["pk = :a AND begins_with(sk, :x)", { ":x": { S: "k" } }, ["k0", "k1", "k2", "k3", "k4"]],
    ["begins_with(sk, :x) AND pk = :a", { ":x": { S: "sparse" } }, ["sparse"]],
  ];
  for (const [KeyConditionExpression, values, expected] of conditions) {
    const ExpressionAttributeValues = { ...a, ...values };
    it(`finds ${KeyConditionExpression}, forwards and backwards`, async () => {
      const question = { KeyConditionExpression, ExpressionAttributeValues };
      expect(await found(question)).to.deep.equal(expected);
      expect(await found({ ...question, ScanIndexForward: false })).to.deep.equal(expected.toReversed());
    });

    it(`finds ${KeyConditionExpression} in pages of two, both ways`, async () => {
      for (const ScanIndexForward of [true, false]) {
        const pages: string[] = [];
        let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
        do {
          const page = await answer({
            KeyConditionExpression,
            ExpressionAttributeValues,
            ScanIndexForward,
            Limit: 2,
            ...(ExclusiveStartKey && { ExclusiveStartKey }),
          });
          pages.push(...(page.Items ?? []).map(({ sk }) => sk?.S ?? ""));
          ExclusiveStartKey = page.LastEvaluatedKey;
        } while (ExclusiveStartKey);
        expect(pages).to.deep.equal(ScanIndexForward ? expected : expected.toReversed());
      }
    });
  }

  it("orders numbers by their value", async () => {
    const question = { IndexName: "by-rank", KeyConditionExpression: "pk = :a", ExpressionAttributeValues: a };
    expect(await found(question, "rank")).to.deep.equal(["-1.5", "0", "3", "7", "20"]);
  });

  it("answers what an index has, in order", async () => {
    const { Items, LastEvaluatedKey } = await answer({
      IndexName: "by-kind",
      KeyConditionExpression: "kind = :k AND #r > :r",
      ExpressionAttributeNames: { "#r": "rank" },
      ExpressionAttributeValues: { ":k": { S: "even" }, ":r": { N: "3" } },
      Limit: 1,
    });
    const key = { pk: { S: "a" }, sk: { S: "k4" }, kind: { S: "even" }, rank: { N: "7" } };
    expect(Items).to.deep.equal([{ ...key, shown: { S: "s4" } }]);
    expect(LastEvaluatedKey).to.deep.equal(key);
  });

  it("fetches from the table what a local index lacks", async () => {
    const { Items, ConsumedCapacity } = await answer({
      IndexName: "by-rank",
      KeyConditionExpression: "pk = :a",
      ExpressionAttributeValues: a,
      ProjectionExpression: "unshown",
      Limit: 2,
      ReturnConsumedCapacity: "INDEXES",
    });
    expect(Items).to.deep.equal([{ unshown: { S: "h1" } }, { unshown: { S: "h3" } }]);
    expect(ConsumedCapacity).to.deep.equal({
      TableName,
      CapacityUnits: 1.5,
      Table: { CapacityUnits: 1 },
      LocalSecondaryIndexes: { "by-rank": { CapacityUnits: 0.5 } },
    });
  });

  it("counts what it looked at and what the filter let through", async () => {
    const { Items, Count, ScannedCount } = await answer({
      KeyConditionExpression: "pk = :a",
      FilterExpression: "kind = :k",
      ExpressionAttributeValues: { ...a, ":k": { S: "odd" } },
      Select: "COUNT",
    });
    expect({ Items, Count, ScannedCount }).to.deep.equal({ Items: undefined, Count: 2, ScannedCount: 6 });
  });

  it("understands the parameters before expressions", async () => {
    const question = {
      KeyConditions: {
        pk: { ComparisonOperator: "EQ" as const, AttributeValueList: [{ S: "a" }] },
        sk: { ComparisonOperator: "BEGINS_WITH" as const, AttributeValueList: [{ S: "k" }] },
      },
      QueryFilter: { kind: { ComparisonOperator: "EQ" as const, AttributeValueList: [{ S: "odd" }] } },
      AttributesToGet: ["sk"],
    };
    expect((await answer(question)).Items).to.deep.equal([{ sk: { S: "k1" } }, { sk: { S: "k3" } }]);
  });

  const INVALID = "One or more parameter values were invalid: ";
  const refused: [what: string, question: Question, message: string][] = [
    [
      "no condition",
      {},
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    ],
    [
      "no partition",
      { KeyConditionExpression: "sk = :a", ExpressionAttributeValues: a },
      "Query condition missed key schema element: pk",
    ],
    [
      "an attribute that is no key",
      { KeyConditionExpression: "pk = :a AND kind = :a", ExpressionAttributeValues: a },
      "Query condition missed key schema element: sk",
    ],
    [
      "a key of another type",
      { KeyConditionExpression: "pk = :n", ExpressionAttributeValues: { ":n": { N: "1" } } },
      `${INVALID}Condition parameter type does not match schema type`,
    ],
    [
      "a range of partitions",
      { KeyConditionExpression: "pk > :a", ExpressionAttributeValues: a },
      "Query key condition not supported",
    ],
    [
      "an index that is not there",
      { KeyConditionExpression: "pk = :a", ExpressionAttributeValues: a, IndexName: "constructor" },
      "The table does not have the specified index: constructor",
    ],
    [
      "a consistent read of a global index",
      {
        KeyConditionExpression: "kind = :a",
        ExpressionAttributeValues: a,
        IndexName: "by-kind",
        ConsistentRead: true,
      },
      "Consistent reads are not supported on global secondary indexes",
    ],
    [
      "all attributes of a global index that has not all",
      {
        KeyConditionExpression: "kind = :a",
        ExpressionAttributeValues: a,
        IndexName: "by-kind",
        Select: "ALL_ATTRIBUTES",
      },
      `${INVALID}Select type ALL_ATTRIBUTES is not supported for global secondary index by-kind because its projection type is not ALL`,
    ],
    [
      "a filter of keys",
      { KeyConditionExpression: "pk = :a", FilterExpression: "sk = :a", ExpressionAttributeValues: a },
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    ],
    [
      "both styles",
      {
        KeyConditionExpression: "pk = :a",
        ExpressionAttributeValues: a,
        QueryFilter: { kind: { ComparisonOperator: "NOT_NULL" } },
      },
      "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {QueryFilter} Expression parameters: {KeyConditionExpression}",
    ],
    [
      "a selection of projected attributes without an index",
      { KeyConditionExpression: "pk = :a", ExpressionAttributeValues: a, Select: "ALL_PROJECTED_ATTRIBUTES" },
      `${INVALID}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`,
    ],
    [
      "specific attributes that are not told",
      { KeyConditionExpression: "pk = :a", ExpressionAttributeValues: a, Select: "SPECIFIC_ATTRIBUTES" },
      `${INVALID}Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
    ],
    [
      "a start of another shape",
      { KeyConditionExpression: "pk = :a", ExpressionAttributeValues: a, ExclusiveStartKey: { pk: { S: "a" } } },
      "The provided starting key is invalid",
    ],
    [
      "a start without the index's key",
      {
        KeyConditionExpression: "kind = :a",
        ExpressionAttributeValues: a,
        IndexName: "by-kind",
        ExclusiveStartKey: { pk: { S: "a" }, sk: { S: "k" } },
      },
      "The provided starting key is invalid",
    ],
    [
      "a start that the sort key's condition leaves out",
      {
        KeyConditionExpression: "pk = :a AND sk > :a",
        ExpressionAttributeValues: a,
        ExclusiveStartKey: { pk: { S: "a" }, sk: { S: "a" } },
      },
      "The provided starting key does not match the range key predicate",
    ],
    [
      "a start in another partition",
      {
        KeyConditionExpression: "pk = :a",
        ExpressionAttributeValues: a,
        ExclusiveStartKey: { pk: { S: "b" }, sk: { S: "k" } },
      },
      "The provided starting key is outside query boundaries based on provided conditions",
    ],
  ];
  for (const [what, question, message] of refused) {
    it(`refuses ${what}`, async () => {
      const error = await failure(answer(question));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
    });
  }

  it("reads binary sort keys by their bytes, and what begins with one", async () => {
    const table = await lab.table({ ...keys("pk", "sk:B") });
    const all = [[], [0], [1], [1, 0], [1, 255], [1, 255, 255], [2], [255], [255, 255, 3]].map((b) =>
      Uint8Array.from(b),
    );
    for (const bytes of all.slice(1))
      await lab.db.putItem({ TableName: table, Item: { pk: { S: "a" }, sk: { B: bytes } } });
    const question = async (prefix: number[]) => {
      const { Items = [] } = await lab.db.query({
        TableName: table,
        KeyConditionExpression: "pk = :a AND begins_with(sk, :p)",
        ExpressionAttributeValues: { ...a, ":p": { B: Uint8Array.from(prefix) } },
      });
      return Items.map(({ sk }) => [...(sk?.B ?? [])]);
    };
    expect(await question([1])).to.deep.equal([[1], [1, 0], [1, 255], [1, 255, 255]]);
    expect(await question([1, 255])).to.deep.equal([
      [1, 255],
      [1, 255, 255],
    ]);
    expect(await question([255])).to.deep.equal([[255], [255, 255, 3]]);
  });

  it("orders text by its bytes, with any characters", async () => {
    const table = await lab.table({ ...keys("pk", "sk") });
    const texts = [
      "\u0000",
      "\u0001b",
      "a",
      "a\u0000",
      "a\u0001",
      "ab",
      "\ud7ff",
      "\ue000",
      "\uffff",
      "\u{10000}",
      "\u{10ffff}",
    ];
    for (const sk of texts.toReversed())
      await lab.db.putItem({ TableName: table, Item: { pk: { S: "a" }, sk: { S: sk } } });
    const ask = async (condition: string, values: Record<string, AttributeValue> = {}) => {
      const { Items = [] } = await lab.db.query({
        TableName: table,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: { ...a, ...values },
      });
      return Items.map(({ sk }) => sk?.S);
    };
    expect(await ask("pk = :a")).to.deep.equal(texts);
    expect(await ask("pk = :a AND begins_with(sk, :p)", { ":p": { S: "a" } })).to.deep.equal([
      "a",
      "a\u0000",
      "a\u0001",
      "ab",
    ]);
    expect(await ask("pk = :a AND begins_with(sk, :p)", { ":p": { S: "\ud7ff" } })).to.deep.equal(["\ud7ff"]);
    expect(await ask("pk = :a AND sk > :p", { ":p": { S: "\u{10000}" } })).to.deep.equal(["\u{10ffff}"]);
  });

  it("ends a page with the item that makes it 1 MB", async () => {
    const table = await lab.table({ ...keys("pk", "sk") });
    const x = { S: "x".repeat(300 * 1024) };
    for (const sk of ["1", "2", "3", "4", "5"])
      await lab.db.putItem({ TableName: table, Item: { pk: { S: "a" }, sk: { S: sk }, x } });
    const question = { TableName: table, KeyConditionExpression: "pk = :a", ExpressionAttributeValues: a };
    const { Count, LastEvaluatedKey, ConsumedCapacity } = await lab.db.query({
      ...question,
      ReturnConsumedCapacity: "TOTAL",
      ConsistentRead: true,
    });
    expect(Count).to.equal(4);
    expect(LastEvaluatedKey).to.deep.equal({ pk: { S: "a" }, sk: { S: "4" } });
    expect(ConsumedCapacity).to.deep.equal({ TableName: table, CapacityUnits: 301 });
  });
});

describe("Query of an index with several attributes on each side", () => {
  const lab = useDynamoDb();
  let TableName: string;
  before(async () => {
    TableName = await lab.table({
      ...keys("id", undefined, "team", "season:N", "stage", "round:N"),
      GlobalSecondaryIndexes: [
        {
          IndexName: "games",
          KeySchema: schema(["team", "season"], ["stage", "round"]),
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
    let id = 0;
    for (const stage of ["final", "group"])
      for (const round of [2, 10, 1])
        for (const season of [1, 2])
          await lab.db.putItem({
            TableName,
            Item: {
              id: { S: String(++id) },
              team: { S: "a" },
              season: { N: String(season) },
              stage: { S: stage },
              round: { N: String(round) },
            },
          });
  });

  async function ask(condition: string, values: Record<string, AttributeValue>) {
    const { Items = [] } = await lab.db.query({
      TableName,
      IndexName: "games",
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ":t": { S: "a" }, ":s": { N: "1" }, ...values },
    });
    return Items.map(({ stage, round }) => `${stage?.S} ${round?.N}`);
  }

  it("reads from left to right", async () => {
    expect(await ask("team = :t AND season = :s", {})).to.deep.equal([
      "final 1",
      "final 2",
      "final 10",
      "group 1",
      "group 2",
      "group 10",
    ]);
    expect(
      await ask("team = :t AND season = :s AND stage = :g AND round >= :r", { ":g": { S: "group" }, ":r": { N: "2" } }),
    ).to.deep.equal(["group 2", "group 10"]);
    expect(await ask("team = :t AND season = :s AND stage > :g", { ":g": { S: "final" } })).to.have.length(3);
  });

  it("refuses a gap", async () => {
    const error = await failure(ask("team = :t AND season = :s AND round = :r", { ":r": { N: "2" } }));
    expect(error.message).to.equal(
      "RANGE key attributes stage must have equality conditions specified in the query because a condition is present on key attribute round",
    );
    const half = await failure(ask("team = :t AND stage = :s", {}));
    expect(half.message).to.equal("Query condition missed key schema element: season");
  });
});
