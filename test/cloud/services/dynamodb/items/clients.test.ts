import { DynamoDBDocument, NumberValue, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { Entity, Service } from "electrodb";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

/** Libraries that people write their applications with, as they are. */
describe("Clients of DynamoDB", () => {
  const lab = useDynamoDb();
  let TableName: string;
  before(async () => {
    TableName = await lab.table({
      ...keys("pk", "sk", "gpk", "gsk"),
      GlobalSecondaryIndexes: [
        { IndexName: "gsi", KeySchema: schema("gpk", "gsk"), Projection: { ProjectionType: "ALL" } },
      ],
    });
  });

  describe("the document client", () => {
    it("writes JavaScript's values and reads them again", async () => {
      const db = DynamoDBDocument.from(lab.db, {
        marshallOptions: { removeUndefinedValues: true },
        unmarshallOptions: { wrapNumbers: true },
      });
      const Key = { pk: "values", sk: "1" };
      await db.put({
        TableName,
        Item: {
          ...Key,
          large: 12345678901234567890n,
          exact: NumberValue.from("1234567890123456789012345.678"),
          set: new Set(["b", "a"]),
          numbers: new Set([10, 9]),
          bytes: new Uint8Array([0, 255]),
          nothing: null,
          absent: undefined,
          list: [1, "x", null, { deep: [true] }],
          empty: "",
        },
      });
      const { Item = {} } = await db.get({ TableName, Key });
      expect([Item.large.value, Item.exact.value]).to.deep.equal([
        "12345678901234567890",
        "1234567890123456789012345.678",
      ]);
      expect([...Item.set]).to.deep.equal(["a", "b"]);
      expect([...Item.numbers].map(({ value }) => value)).to.deep.equal(["9", "10"]);
      expect(Item.bytes).to.deep.equal(new Uint8Array([0, 255]));
      expect([Item.nothing, Item.empty, "absent" in Item, Item.list[3]]).to.deep.equal([
        null,
        "",
        false,
        { deep: [true] },
      ]);
    });

    it("pages, counts and transacts", async () => {
      const db = DynamoDBDocument.from(lab.db);
      const items = Array.from({ length: 25 }, (_, i) => ({ pk: "pages", sk: String(i).padStart(2, "0"), n: i }));
      await db.batchWrite({ RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) } });
      const found: unknown[] = [];
      const asked = { TableName, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": "pages" } };
      for await (const page of paginateQuery({ client: db, pageSize: 7 }, asked)) found.push(...(page.Items ?? []));
      expect(found).to.deep.equal(items);
      const { Attributes } = await db.update({
        TableName,
        Key: { pk: "pages", sk: "00" },
        UpdateExpression: "SET #n = if_not_exists(#n, :zero) + :one ADD tags :t",
        ExpressionAttributeNames: { "#n": "n" },
        ExpressionAttributeValues: { ":zero": 0, ":one": 1, ":t": new Set(["x"]) },
        ReturnValues: "UPDATED_NEW",
      });
      expect(Attributes).to.deep.equal({ n: 1, tags: new Set(["x"]) });
      const error = await failure(
        db.transactWrite({
          TransactItems: [
            { Delete: { TableName, Key: { pk: "pages", sk: "01" } } },
            {
              ConditionCheck: {
                TableName,
                Key: { pk: "pages", sk: "00" },
                ConditionExpression: "n = :n",
                ExpressionAttributeValues: { ":n": 9 },
              },
            },
          ],
        }),
      );
      expect(error).to.have.nested.property("CancellationReasons[1].Code", "ConditionalCheckFailed");
    });
  });

  describe("ElectroDB", () => {
    const service = () => {
      const model = { version: "1", service: "work" };
      const primary = <C extends string>(composite: C) => ({
        pk: { field: "pk", composite: ["team"] as ["team"] },
        sk: { field: "sk", composite: [composite] as [C] },
      });
      const task = new Entity(
        {
          model: { ...model, entity: "task" },
          attributes: {
            team: { type: "string", required: true },
            id: { type: "string", required: true },
            project: { type: "string" },
            points: { type: "number", default: 0 },
            tags: { type: "set", items: "string" },
            notes: { type: "list", items: { type: "string" } },
            status: { type: ["open", "done"] as const, default: "open" },
          },
          indexes: {
            tasks: primary("id"),
            projects: {
              index: "gsi",
              pk: { field: "gpk", composite: ["project"] },
              sk: { field: "gsk", composite: ["id"] },
            },
          },
        },
        { client: lab.db, table: TableName },
      );
      const member = new Entity(
        {
          model: { ...model, entity: "member" },
          attributes: { team: { type: "string", required: true }, name: { type: "string", required: true } },
          indexes: { members: primary("name") },
        },
        { client: lab.db, table: TableName },
      );
      return new Service({ task, member });
    };

    it("queries, patches and transacts across entities", async () => {
      const work = service();
      const { task, member } = work.entities;
      const id = (i: number) => `t${String(i).padStart(2, "0")}`;
      await task
        .put(Array.from({ length: 30 }, (_, i) => ({ team: "red", id: id(i), project: "x", points: i, tags: ["a"] })))
        .go();
      const late = await task.query
        .tasks({ team: "red" })
        .gte({ id: id(10) })
        .where(({ points, tags }, { gt, contains }) => `${gt(points, 20)} AND ${contains(tags, "a")}`)
        .go({ pages: "all" });
      expect(late.data).to.have.length(9);
      const first = await task.query.projects({ project: "x" }).go({ limit: 10 });
      const second = await task.query.projects({ project: "x" }).go({ limit: 10, cursor: first.cursor });
      expect(second.data.map((one) => one.id)).to.deep.equal(Array.from({ length: 10 }, (_, i) => id(i + 10)));
      const patched = await task
        .patch({ team: "red", id: id(5) })
        .add({ points: 5, tags: ["b"] })
        .set({ status: "done" })
        .where(({ status }, { eq }) => eq(status, "open"))
        .go({ response: "all_new" });
      expect(patched.data).to.deep.include({ points: 10, tags: ["a", "b"], status: "done" });
      expect((await failure(task.patch({ team: "red", id: "none" }).set({ points: 1 }).go())).message).to.contain(
        "The conditional request failed",
      );
      await member.create({ team: "red", name: "zoe" }).go();
      const again = await work.transaction
        .write((of) => [of.member.create({ team: "red", name: "zoe" }).commit()])
        .go();
      expect([again.canceled, again.data[0].code]).to.deep.equal([true, "ConditionalCheckFailed"]);
      const read = await work.transaction
        .get((of) => [
          of.task.get({ team: "red", id: id(5) }).commit(),
          of.member.get({ team: "red", name: "zoe" }).commit(),
        ])
        .go();
      expect(read.data.map(({ item }) => item?.team)).to.deep.equal(["red", "red"]);
    });
  });
});
