import { randomUUID } from "node:crypto";
import type { CreateTableInput } from "@aws-sdk/client-dynamodb";
import { inUse, invalid, notYet } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { enableStream } from "../streams/switching.ts";
import { readDefinition } from "./definitions.ts";
import { described } from "./description.ts";
import { readEncryption } from "./encryption.ts";
import { findTable, tableNameOf } from "./lookup.ts";
import { checkPolicy, storePolicy } from "./resource-policies.ts";
import { readStream } from "./stream-settings.ts";
import { readTags } from "./tags.ts";

/** Makes a table. It is there at once; the answer says CREATING, as clients expect. */
export const createTable: DynamoDb["CreateTable"] = (input, context) => {
  const { state, cloud } = context;
  if (input.VectorIndexes) throw notYet("vector indexes of DynamoDB tables");
  if (input.GlobalTableSourceArn) throw notYet("tables made of a global table in another account");
  const table = newTable(input, context);
  const tags = readTags(input.Tags ?? []);
  const view = readStream(input.StreamSpecification);
  if (input.ResourcePolicy !== undefined) checkPolicy(input.ResourcePolicy);
  const { account, region, name } = table;
  return cloud.store.write(() => {
    if (findTable(table, state)) throw inUse(`Table already exists: ${name}`);
    const whole = view ? enableStream(table, view, { cloud, streams: state.streams }) : table;
    state.tables.put([account, region, name], whole);
    if (Object.keys(tags).length > 0) state.tags.put([account, region, name], tags);
    if (input.ResourcePolicy !== undefined) storePolicy([account, region, name], input.ResourcePolicy, context);
    return { TableDescription: described(whole, context, "CREATING") };
  });
};

/** The table that a request describes. Throws AWS's errors for what it can't be. */
export function newTable(input: CreateTableInput, context: DynamoDbContext): TableRecord {
  const named = tableNameOf(input.TableName ?? "", context);
  if (named.account !== context.account || named.region !== context.region)
    throw invalid("Cross-account or cross-region table creation is not supported");
  const definition = readDefinition(input);
  const encryption = readEncryption(input.SSESpecification, context);
  const created = context.cloud.clock.now();
  return {
    ...named,
    id: randomUUID(),
    created,
    ...definition,
    ...(definition.billing === "PAY_PER_REQUEST" && { onDemandSince: created }),
    ...(input.TableClass && { tableClass: input.TableClass }),
    ...(encryption && { encryption }),
    ...(input.DeletionProtectionEnabled && { isProtected: true }),
  };
}
