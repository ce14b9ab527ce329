import { type AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema } from "../use-dynamodb.ts";
import { named, usePartiQl } from "./use-partiql.ts";

describe("PartiQL: permissions", () => {
  const lab = usePartiQl();
  let users = 0;
  const ACTIONS = ["PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"].map((one) => `dynamodb:${one}`);
  const allow = (Action: string | string[], more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });

  /** A user with these statements in a policy. */
  const userWith = async (...Statement: object[]) => {
    const UserName = `user-${++users}`;
    const iam = lab.client(IAM);
    await iam.createUser({ UserName });
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putUserPolicy({ UserName, PolicyName: "own", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const db = lab.client(DynamoDB, { credentials });
    const run = (statement: string, Parameters?: AttributeValue[]) =>
      db.executeStatement({ Statement: named(statement, lab.name), Parameters });
    const denied = async (statement: string, parameters?: AttributeValue[]) => {
      const error = await failure(run(statement, parameters));
      expect(error.name).to.equal("AccessDeniedException");
      return error.message;
    };
    return { db, run, denied };
  };
  const arn = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;

  it("are asked of each kind of statement, on its table", async () => {
    const { run, denied } = await userWith({
      ...allow(["dynamodb:PartiQLInsert", "dynamodb:PartiQLSelect"]),
      Resource: arn(lab.name),
    });
    await run("INSERT INTO T VALUE {'pk': 'a', 'sk': '1'}");
    expect((await run("SELECT * FROM T WHERE pk = 'a'")).Items).to.have.length(1);
    expect(await denied("UPDATE T SET a = 1 WHERE pk = 'a' AND sk = '1'")).to.contain(
      `is not authorized to perform: dynamodb:PartiQLUpdate on resource: ${arn(lab.name)}`,
    );
    expect(await denied("DELETE FROM T WHERE pk = 'a' AND sk = '1'")).to.contain("dynamodb:PartiQLDelete");
    expect(await denied("SELECT * FROM other")).to.contain(arn("other"));
  });

  it("are asked on the index that is read", async () => {
    const name = await lab.table({
      ...keys("pk", "sk", "g"),
      GlobalSecondaryIndexes: [{ IndexName: "by-g", KeySchema: schema("g"), Projection: { ProjectionType: "ALL" } }],
    });
    const { run, denied } = await userWith({ ...allow("dynamodb:PartiQLSelect"), Resource: `${arn(name)}/index/by-g` });
    expect((await run(`SELECT * FROM "${name}"."by-g"`)).Items).to.deep.equal([]);
    expect(await denied(`SELECT * FROM "${name}"`)).to.contain(`on resource: ${arn(name)} `);
  });

  it("are not asked of a statement that can't be read", async () => {
    const { run } = await userWith(allow("s3:*"));
    const error = await failure(run("SELECT"));
    expect(error.name).to.equal("ValidationException");
  });

  it("can refuse scans", async () => {
    const { run, denied } = await userWith(allow("dynamodb:PartiQLSelect"), {
      ...allow("dynamodb:PartiQLSelect", { Condition: { Bool: { "dynamodb:FullTableScan": ["true"] } } }),
      Effect: "Deny",
    });
    for (const where of ["pk = 'a'", "pk = 'a' OR pk = 'b'", "pk IN ['a', 'b'] AND n > 1", "pk = 'a' AND n = 2"]) {
      await run(`SELECT * FROM T WHERE ${where}`);
    }
    for (const rest of ["", "WHERE pk > 'a'", "WHERE n = 1", "WHERE pk = 'a' OR n = 1", "WHERE NOT pk = 'a'"]) {
      expect(await denied(`SELECT * FROM T ${rest}`)).to.contain("dynamodb:PartiQLSelect");
    }
  });

  it("can be about the partitions that are told", async () => {
    const mine = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine", "ours"] } };
    const { run, denied } = await userWith(
      allow(ACTIONS, { Condition: { ...mine, Null: { "dynamodb:LeadingKeys": "false" } } }),
    );
    await run("INSERT INTO T VALUE {'pk': ?, 'sk': '1'}", [{ S: "mine" }]);
    await run("UPDATE T SET a = 1 WHERE pk = 'mine' AND sk = '1'");
    expect((await run("SELECT * FROM T WHERE pk IN ['mine', 'ours']")).Items).to.have.length(1);
    for (const statement of [
      "SELECT * FROM T WHERE pk = 'mine' OR pk = 'theirs'",
      "SELECT * FROM T",
      "INSERT INTO T VALUE {'pk': 'theirs', 'sk': '1'}",
      "DELETE FROM T WHERE pk = 'theirs' AND sk = '1'",
    ]) {
      await denied(statement);
    }
  });

  it("can be about attributes, and what is returned", async () => {
    await lab.put("attr", { shown: { N: "1" }, secret: { N: "2" } });
    const { run, denied } = await userWith(
      allow("dynamodb:PartiQLSelect", {
        Condition: {
          "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk", "sk", "shown"] },
          StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
        },
      }),
      allow("dynamodb:PartiQLUpdate", {
        Condition: { StringEquals: { "dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"] } },
      }),
    );
    expect((await run("SELECT shown FROM T WHERE pk = 'attr'")).Items).to.deep.equal([{ shown: { N: "1" } }]);
    await denied("SELECT secret FROM T WHERE pk = 'attr'");
    await denied("SELECT shown FROM T WHERE pk = 'attr' AND secret > 1");
    await denied("SELECT * FROM T WHERE pk = 'attr'");
    const update = "UPDATE T SET shown = 3 WHERE pk = 'attr' AND sk = '1'";
    await run(update);
    await run(`${update} RETURNING MODIFIED NEW *`);
    await denied(`${update} RETURNING ALL OLD *`);
  });

  it("are asked of all statements of a transaction", async () => {
    const { db, denied } = await userWith(
      allow("dynamodb:PartiQLSelect"),
      allow(["dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate"], {
        Condition: { StringEquals: { "dynamodb:EnclosingOperation": "ExecuteTransaction" } },
      }),
    );
    const insert = (pk: string) => ({ Statement: named(`INSERT INTO T VALUE {'pk': '${pk}', 'sk': '1'}`, lab.name) });
    const other = { Statement: named("DELETE FROM T WHERE pk = 'x' AND sk = '1'", lab.name) };
    await db.executeTransaction({ TransactStatements: [insert("t1"), insert("t2")] });
    const error = await failure(db.executeTransaction({ TransactStatements: [insert("t3"), other] }));
    expect(error.message).to.contain("dynamodb:PartiQLDelete");
    expect(await lab.itemAt("t3")).to.equal(undefined);
    await denied(insert("t5").Statement);
  });

  it("are asked of each statement of a batch, which answers for itself", async () => {
    const { db } = await userWith(allow("dynamodb:PartiQLInsert"), allow("dynamodb:PartiQLSelect"), {
      ...allow("dynamodb:PartiQLSelect"),
      Resource: arn("other"),
      Effect: "Deny",
    });
    const { Responses } = await db.batchExecuteStatement({
      Statements: [
        "INSERT INTO T VALUE {'pk': 'b1', 'sk': '1'}",
        "DELETE FROM T WHERE pk = 'b1' AND sk = '1'",
        "INSERT INTO T VALUE {'pk': 'b2', 'sk': '1'}",
      ].map((statement) => ({ Statement: named(statement, lab.name) })),
    });
    const [first, second, third] = Responses ?? [];
    expect([first?.Error, third?.Error]).to.deep.equal([undefined, undefined]);
    expect(second?.Error?.Code).to.equal("AccessDenied");
    expect(second?.Error?.Message).to.contain(
      `is not authorized to perform: dynamodb:PartiQLDelete on resource: ${arn(lab.name)} because`,
    );
    expect([await lab.itemAt("b1"), await lab.itemAt("b2")]).not.to.include(undefined);
    const reads = await db.batchExecuteStatement({
      Statements: ["T", "other"].map((table) => ({
        Statement: named(`SELECT * FROM ${table} WHERE pk = 'b1' AND sk = '1'`, lab.name),
      })),
    });
    const told = reads.Responses?.map((one) => one.Item?.pk?.S ?? one.Error?.Code);
    expect(told).to.deep.equal(["b1", "AccessDenied"]);
  });
});
