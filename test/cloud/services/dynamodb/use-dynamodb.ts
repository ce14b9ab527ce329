import { type CreateTableInput, DynamoDB } from "@aws-sdk/client-dynamodb";
import type { CloudOptions } from "../../../../lab/cloud/index.ts";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

type Keys = {
  [K in "AttributeDefinitions" | "KeySchema"]: NonNullable<CreateTableInput[K]>;
};

/** A cloud with DynamoDB for the suite that calls this. */
export interface SuiteDynamoDb extends SuiteCloud {
  readonly db: DynamoDB;
  /** Makes a table and answers its name: of a key `pk`, a string, unless told otherwise. */
  table(settings?: Partial<CreateTableInput>): Promise<string>;
}

export function useDynamoDb(options: CloudOptions = {}): SuiteDynamoDb {
  const lab = useCloud(options);
  let db: DynamoDB;
  let made = 0;
  before(() => {
    db = lab.client(DynamoDB);
  });
  return Object.defineProperties(lab, {
    db: { get: () => db },
    table: {
      async value(settings: Partial<CreateTableInput> = {}) {
        const TableName = `table-${++made}`;
        await db.createTable({ TableName, BillingMode: "PAY_PER_REQUEST", ...keys("pk"), ...settings });
        return TableName;
      },
    },
  }) as SuiteDynamoDb;
}

/** A table's keys, each a string or with its type, such as `keys("pk", "sk:N")`, and attributes that its indexes need besides. */
export function keys(partition: string, sort?: string, ...others: string[]): Keys {
  const named = (text: string) => text.split(":")[0] as string;
  const attribute = (text: string) => ({
    AttributeName: named(text),
    AttributeType: (text.split(":")[1] ?? "S") as "S" | "N" | "B",
  });
  const all = [partition, ...(sort === undefined ? [] : [sort]), ...others];
  return { AttributeDefinitions: all.map(attribute), KeySchema: schema(partition, sort) };
}

/** The key of a table or an index. */
export function schema(partition: string | string[], sort: string | string[] = []) {
  const of = (names: string | string[], KeyType: "HASH" | "RANGE") =>
    [names].flat().map((name) => ({ AttributeName: name.split(":")[0] as string, KeyType }));
  return [...of(partition, "HASH"), ...of(sort, "RANGE")];
}
