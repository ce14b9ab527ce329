import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, useDynamoDb } from "../use-dynamodb.ts";

const HERE = "us-east-1";
const THERE = "eu-west-1";
const STREAM = { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } } as const;
const group = (...regions: string[]) => regions.map((RegionName) => ({ RegionName }));

describe("Global tables of 2017", () => {
  const lab = useDynamoDb();
  let there: DynamoDB;
  let names = 0;
  before(() => {
    there = lab.client(DynamoDB, { region: THERE });
  });

  /** A table of the same name in each of the clients' regions. */
  const tables = async (...settings: object[]) => {
    const name = `legacy-${++names}`;
    for (const [place, db] of [lab.db, there].entries())
      await db.createTable({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        ...keys("pk"),
        ...STREAM,
        ...settings[place],
      });
    return name;
  };
  const joined = async () => {
    const name = await tables();
    await lab.db.createGlobalTable({ GlobalTableName: name, ReplicationGroup: group(HERE, THERE) });
    return name;
  };
  const put = (db: DynamoDB, name: string, pk: string) => db.putItem({ TableName: name, Item: { pk: { S: pk } } });
  const has = async (db: DynamoDB, name: string, pk: string) =>
    (await db.getItem({ TableName: name, Key: { pk: { S: pk } } })).Item !== undefined;

  it("replicate between tables that were made one by one", async () => {
    const name = await tables();
    const { GlobalTableDescription } = await lab.db.createGlobalTable({
      GlobalTableName: name,
      ReplicationGroup: group(HERE, THERE),
    });
    expect(GlobalTableDescription).to.deep.include({
      GlobalTableName: name,
      GlobalTableArn: `arn:aws:dynamodb::000000000000:global-table/${name}`,
      GlobalTableStatus: "ACTIVE",
      ReplicationGroup: group(HERE, THERE),
    });
    await put(lab.db, name, "from here");
    await put(there, name, "from there");
    expect(await has(there, name, "from here")).to.equal(true);
    expect(await has(lab.db, name, "from there")).to.equal(true);
    const { Table } = await there.describeTable({ TableName: name });
    expect(Table).to.not.have.any.keys("GlobalTableVersion", "Replicas");
  });

  it("are described and listed in every region, page by page", async () => {
    const [first, second] = [await joined(), await joined()] as const;
    const described = await there.describeGlobalTable({ GlobalTableName: first });
    expect(described.GlobalTableDescription?.ReplicationGroup).to.deep.equal(group(HERE, THERE));
    const start = { ExclusiveStartGlobalTableName: first.slice(0, -1) };
    const page = await there.listGlobalTables({ ...start, Limit: 1, RegionName: THERE });
    expect(page.GlobalTables?.[0]?.GlobalTableName).to.equal(page.LastEvaluatedGlobalTableName);
    const all = await lab.db.listGlobalTables({});
    expect(all.GlobalTables?.map(({ GlobalTableName }) => GlobalTableName)).to.include.members([first, second]);
    expect((await lab.db.listGlobalTables({ RegionName: "us-west-2" })).GlobalTables).to.deep.equal([]);
  });

  it("let a table go with its items, and take one in", async () => {
    const name = await joined();
    await put(lab.db, name, "a");
    const update = (Updates: object[]) => lab.db.updateGlobalTable({ GlobalTableName: name, ReplicaUpdates: Updates });
    await update([{ Delete: { RegionName: THERE } }]);
    await put(lab.db, name, "b");
    expect([await has(there, name, "a"), await has(there, name, "b")]).to.deep.equal([true, false]);
    const error = await failure(update([{ Create: { RegionName: THERE } }]));
    expect(error.message).to.match(/must be empty/);
    await there.deleteItem({ TableName: name, Key: { pk: { S: "a" } } });
    await update([{ Create: { RegionName: THERE } }]);
    await put(lab.db, name, "c");
    expect(await has(there, name, "c")).to.equal(true);
  });

  it("are gone with their last table", async () => {
    const name = await joined();
    await there.deleteTable({ TableName: name });
    const left = await lab.db.describeGlobalTable({ GlobalTableName: name });
    expect(left.GlobalTableDescription?.ReplicationGroup).to.deep.equal(group(HERE));
    await lab.db.updateGlobalTable({ GlobalTableName: name, ReplicaUpdates: [{ Delete: { RegionName: HERE } }] });
    const error = await failure(lab.db.describeGlobalTable({ GlobalTableName: name }));
    expect(error.name).to.equal("GlobalTableNotFoundException");
  });

  it("keep their streams, and are not changed by UpdateTable", async () => {
    const name = await joined();
    const update = (change: object) => failure(lab.db.updateTable({ TableName: name, ...change }));
    expect((await update({ StreamSpecification: { StreamEnabled: false } })).message).to.equal(
      "One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table replica.",
    );
    const replica = { ReplicaUpdates: [{ Create: { RegionName: "us-west-2" } }] };
    expect((await update(replica)).message).to.match(/Use UpdateGlobalTable instead/);
  });

  const refused: [what: string, settings: object[], regions: string[], code: string][] = [
    ["a table without a stream", [{}, { StreamSpecification: undefined }], [HERE, THERE], "ValidationException"],
    ["a table with another key", [{}, keys("id")], [HERE, THERE], "ValidationException"],
    ["a region without the table", [], [HERE, "us-west-2"], "TableNotFoundException"],
    ["a region twice", [], [HERE, HERE], "ValidationException"],
  ];
  for (const [what, settings, regions, code] of refused)
    it(`are not made of ${what}`, async () => {
      const name = await tables(...settings);
      const asked = lab.db.createGlobalTable({ GlobalTableName: name, ReplicationGroup: group(...regions) });
      expect((await failure(asked)).name).to.equal(code);
      await put(lab.db, name, "alone");
      expect((await failure(lab.db.describeGlobalTable({ GlobalTableName: name }))).name).to.equal(
        "GlobalTableNotFoundException",
      );
    });

  it("are refused a second time, and updates of what is no replica", async () => {
    const name = await joined();
    const again = lab.db.createGlobalTable({ GlobalTableName: name, ReplicationGroup: group(HERE) });
    expect((await failure(again)).name).to.equal("GlobalTableAlreadyExistsException");
    const update = (change: object) =>
      failure(lab.db.updateGlobalTable({ GlobalTableName: name, ReplicaUpdates: [change] }));
    expect((await update({ Delete: { RegionName: "us-west-2" } })).name).to.equal("ReplicaNotFoundException");
    expect((await update({ Create: { RegionName: THERE } })).name).to.equal("ReplicaAlreadyExistsException");
  });
});
