import type { AttributeValue, ExecuteStatementInput, ExecuteStatementOutput } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, type SuiteDynamoDb, useDynamoDb } from "../use-dynamodb.ts";

type Item = Record<string, AttributeValue>;

/** A table with keys `pk` and `sk`, both strings, and statements about it: `T` stands for its name in quotes. */
export interface SuitePartiQl extends SuiteDynamoDb {
  readonly name: string;
  run(
    statement: string,
    parameters?: AttributeValue[],
    more?: Partial<ExecuteStatementInput>,
  ): Promise<ExecuteStatementOutput>;
  put(pk: string, more?: Item, sk?: string): Promise<unknown>;
  itemAt(pk: string, sk?: string): Promise<Item | undefined>;
  /** The sort keys of the items that a condition finds, in their order. */
  sortKeys(where: string, parameters?: AttributeValue[]): Promise<(string | undefined)[]>;
  /** Expects that a statement fails with an error of DynamoDB's: a ValidationException unless told otherwise. */
  refused(statement: string, message: string, parameters?: AttributeValue[], code?: string): Promise<void>;
}

export function usePartiQl(): SuitePartiQl {
  const lab = useDynamoDb();
  let name: string;
  before(async () => {
    name = await lab.table(keys("pk", "sk"));
  });
  const run: SuitePartiQl["run"] = (statement, Parameters, more = {}) =>
    lab.db.executeStatement({ Statement: named(statement, name), Parameters, ...more });
  const more: Omit<SuitePartiQl, keyof SuiteDynamoDb | "name"> = {
    run,
    put: (pk, more = {}, sk = "1") =>
      lab.db.putItem({ TableName: name, Item: { pk: { S: pk }, sk: { S: sk }, ...more } }),
    itemAt: async (pk, sk = "1") =>
      (await lab.db.getItem({ TableName: name, Key: { pk: { S: pk }, sk: { S: sk } } })).Item,
    sortKeys: async (where, parameters) =>
      ((await run(`SELECT sk FROM T WHERE ${where}`, parameters)).Items ?? []).map(({ sk }) => sk?.S),
    async refused(statement, message, parameters, code = "ValidationException") {
      const error = await failure(run(statement, parameters));
      expect([error.name, error.message]).to.deep.equal([code, message]);
    },
  };
  return Object.defineProperties(lab, {
    name: { get: () => name },
    ...Object.fromEntries(Object.entries(more).map(([key, value]) => [key, { value }])),
  }) as SuitePartiQl;
}

/** A statement with the table's name where it says T. */
export function named(statement: string, name: string): string {
  return statement.replaceAll(/\bT\b/g, `"${name}"`);
}
