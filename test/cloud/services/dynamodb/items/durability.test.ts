import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useKillableLab } from "../../../use-killable-lab.ts";
import { keys, schema } from "../use-dynamodb.ts";

const TableName = "durable";

describe("DynamoDB's durability", function () {
  this.timeout(60_000);
  const lab = useKillableLab();
  let db: DynamoDB;
  before(async () => {
    db = lab.client(DynamoDB);
    await db.createTable({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      ...keys("pk", undefined, "n:N"),
      GlobalSecondaryIndexes: [{ IndexName: "by-n", KeySchema: schema("n"), Projection: { ProjectionType: "ALL" } }],
    });
  });

  const numberOf = async (name: string) => {
    const { Item } = await db.getItem({ TableName, Key: { pk: { S: name } }, ConsistentRead: true });
    return Number(Item?.n?.N ?? 0);
  };

  for (let round = 1; round <= 3; round++)
    it(`keeps what was acknowledged, and transactions whole, when it is killed under load (${round} of 3)`, async () => {
      const acknowledged = [0, 0, 0, 0];
      let single = 0;
      let isOver = false;
      const put = (worker: number, side: string, n: number) => ({
        Put: { TableName, Item: { pk: { S: `${round}/${worker}/${side}` }, n: { N: String(n) } } },
      });
      const transact = async (worker: number) => {
        for (let n = 1; !isOver; n++) {
          await db.transactWriteItems({ TransactItems: ["a", "b", "c"].map((side) => put(worker, side, n)) });
          acknowledged[worker] = n;
        }
      };
      const add = async () => {
        while (!isOver) {
          await db.updateItem({
            TableName,
            Key: { pk: { S: `${round}/single` } },
            UpdateExpression: "ADD n :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
          });
          single += 1;
        }
      };
      const work = [...acknowledged.keys()].map((worker) => transact(worker));
      const workers = [...work, add()].map((one) => one.catch(() => undefined));
      await until(() => acknowledged.every((n) => n >= 10) && single >= 10);
      const killed = lab.kill();
      isOver = true;
      await killed;
      await Promise.all(workers);

      await lab.start();
      db = lab.client(DynamoDB);
      for (const [worker, least] of acknowledged.entries()) {
        const [a, b, c] = await Promise.all(["a", "b", "c"].map((side) => numberOf(`${round}/${worker}/${side}`)));
        expect([b, c]).to.deep.equal([a, a]);
        expect(a).to.be.within(least, least + 1);
        const { Items = [] } = await db.query({
          TableName,
          IndexName: "by-n",
          KeyConditionExpression: "n = :n",
          ExpressionAttributeValues: { ":n": { N: String(a) } },
        });
        const names = Items.map(({ pk }) => pk?.S ?? "").filter((name) => name.startsWith(`${round}/${worker}/`));
        expect(names.sort()).to.deep.equal(["a", "b", "c"].map((side) => `${round}/${worker}/${side}`));
      }
      expect(await numberOf(`${round}/single`)).to.be.within(single, single + 1);
    });
});
