import type {
  BillingMode,
  OnDemandThroughput,
  UpdateGlobalSecondaryIndexAction,
  UpdateTableInput,
  WarmThroughput,
} from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters, limitExceeded, stillInUse } from "../errors.ts";
import type { IndexRecord, Provisioned, TableRecord, Throughput } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { dayOf, readOnDemand, readUnits, warmOf } from "./throughput.ts";

const HOUR = 3_600_000;
/** In a day (UTC); after them, one an hour. */
const FREE_DECREASES = 4;

type Context = Pick<DynamoDbContext, "cloud">;

/** Changes a table's billing mode, and what it takes. */
export function changeThroughput(table: TableRecord, input: UpdateTableInput, context: Context): TableRecord {
  const { BillingMode, ProvisionedThroughput, OnDemandThroughput, WarmThroughput } = input;
  if (!BillingMode && !ProvisionedThroughput && !OnDemandThroughput && !WarmThroughput) return table;
  const leaving = table.indexes.filter(({ isDeleting }) => isDeleting).map(({ name }) => name);
  if (leaving.length > 0 && (ProvisionedThroughput || (BillingMode && BillingMode !== table.billing)))
    throw stillInUse(
      `Can't change table IOPS when an index is being deleted. Table: ${table.name} Indexes: [${leaving.join(", ")}]`,
    );
  const switched = changeBilling(table, input, context);
  const provisioned = changeProvisioned(switched, input, context);
  return {
    ...provisioned,
    ...(OnDemandThroughput && { onDemand: changedOnDemand(provisioned.onDemand, OnDemandThroughput, provisioned) }),
    ...(WarmThroughput && { warm: changedWarm(provisioned, provisioned.billing, WarmThroughput) }),
  } as TableRecord;
}

function changeBilling(table: TableRecord, input: UpdateTableInput, { cloud }: Context): TableRecord {
  const { BillingMode: mode, ProvisionedThroughput, GlobalSecondaryIndexUpdates = [] } = input;
  const billing = mode ?? table.billing;
  if (billing === "PAY_PER_REQUEST" && ProvisionedThroughput)
    throw invalidParameters(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  if (mode === "PROVISIONED" && !ProvisionedThroughput)
    throw invalidParameters("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  if (!mode || mode === table.billing) return table;
  const { onDemand: _, ...rest } = table;
  if (mode === "PAY_PER_REQUEST")
    return {
      ...rest,
      billing: mode,
      onDemandSince: cloud.clock.now(),
      throughput: { read: 0, write: 0 },
      warm: warmOf(table, table.billing),
      indexes: table.indexes.map((index) => switchedIndex(index, table.billing)),
    };
  const given = new Set(
    GlobalSecondaryIndexUpdates.filter(({ Update }) => Update?.ProvisionedThroughput).map(
      ({ Update }) => Update?.IndexName,
    ),
  );
  const missing = table.indexes.find(({ kind, name }) => kind === "global" && !given.has(name));
  if (missing) throw invalidParameters(`ProvisionedThroughput must be specified for index: ${missing.name}`);
  return {
    ...rest,
    billing: mode,
    warm: warmOf(table, table.billing),
    indexes: table.indexes.map((index) => switchedIndex(index, table.billing)),
  };
}

function switchedIndex({ onDemand: _, ...index }: IndexRecord, before: BillingMode): IndexRecord {
  if (index.kind === "local") return index;
  return { ...index, throughput: { read: 0, write: 0 }, warm: warmOf(index, before) };
}

function changeProvisioned(table: TableRecord, { ProvisionedThroughput }: UpdateTableInput, context: Context) {
  if (!ProvisionedThroughput) return table;
  const { throughput } = table;
  const next = readUnits(ProvisionedThroughput);
  if (isSame(throughput, next)) throw willNotChange("the table", "the table", throughput);
  return { ...table, throughput: changedUnits(throughput, next, context), warm: warmOf(table, table.billing) };
}

/** Changes what a global secondary index takes. */
export function changeIndexThroughput(
  index: IndexRecord,
  action: UpdateGlobalSecondaryIndexAction,
  { billing }: Pick<TableRecord, "billing">,
  context: Context,
): IndexRecord {
  const { ProvisionedThroughput, OnDemandThroughput, WarmThroughput } = action;
  const { name, throughput = { read: 0, write: 0 } } = index;
  if (billing === "PAY_PER_REQUEST" && ProvisionedThroughput)
    throw invalidParameters(
      `The only Updates for index: ${name} when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
    );
  if (!ProvisionedThroughput && !OnDemandThroughput && !WarmThroughput)
    throw invalidParameters(`ProvisionedThroughput must be specified for index: ${name}`);
  const next = ProvisionedThroughput && readUnits(ProvisionedThroughput);
  if (next && isSame(throughput, next)) throw willNotChange(`the index ${name}`, `index ${name}`, throughput);
  return {
    ...index,
    ...(next && { throughput: changedUnits(throughput, next, context), warm: warmOf(index, billing) }),
    ...(OnDemandThroughput && { onDemand: changedOnDemand(index.onDemand, OnDemandThroughput, { billing }, name) }),
    ...(WarmThroughput && { warm: changedWarm(index, billing, WarmThroughput, name) }),
  } as IndexRecord;
}

/** -1 takes a bound away. */
function changedOnDemand(
  before: OnDemandThroughput | undefined,
  asked: OnDemandThroughput,
  { billing }: Pick<TableRecord, "billing">,
  index?: string,
): OnDemandThroughput | undefined {
  const bounds = Object.entries(asked).filter(([, units]) => units !== -1);
  const cleared = Object.entries(asked).filter(([, units]) => units === -1);
  const after = { ...before, ...readOnDemand(Object.fromEntries(bounds), billing, index) };
  const left = Object.entries(after).filter(([name]) => !cleared.some(([one]) => one === name));
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

/** It only grows. */
function changedWarm(
  of: { readonly warm?: Throughput; readonly throughput?: Throughput },
  billing: BillingMode,
  { ReadUnitsPerSecond, WriteUnitsPerSecond }: WarmThroughput,
  index?: string,
): Throughput {
  const now = warmOf(of, billing);
  const next = { read: ReadUnitsPerSecond ?? now.read, write: WriteUnitsPerSecond ?? now.write };
  const lower = next.read < now.read ? "Read" : next.write < now.write ? "Write" : undefined;
  if (lower)
    throw invalidParameters(
      `Requested ${lower}UnitsPerSecond for WarmThroughput for ${index === undefined ? "table" : `index ${index}`} is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
    );
  return next;
}

function changedUnits(before: Provisioned, next: Throughput, { cloud }: Context): Provisioned {
  const now = cloud.clock.now();
  const isMore = next.read > before.read || next.write > before.write;
  const isLess = next.read < before.read || next.write < before.write;
  if (isLess) checkDecrease(before, now);
  const today = before.decreased !== undefined && dayOf(before.decreased) === dayOf(now) ? (before.decreases ?? 0) : 0;
  return {
    ...before,
    ...next,
    ...(isMore && { increased: now }),
    ...(isLess && { decreased: now, decreases: today + 1 }),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
function checkDecrease({ decreased, decreases = 0 }: Provisioned, now: number): void {
  if (decreased === undefined || dayOf(decreased) !== dayOf(now)) return;
  if (decreases < FREE_DECREASES || now >= decreased + HOUR) return;
  throw limitExceeded(
    `Provisioned throughput decreases are limited within a given UTC day. After the first ${FREE_DECREASES} decreases, each subsequent decrease in the same UTC day can be performed at most once every ${HOUR / 1000} seconds. Number of decreases today: ${decreases}. Last decrease at ${spelled(decreased)}. Next decrease can be made at ${spelled(decreased + HOUR)}`,
  );
}

/** Such as `Sunday, January 13, 2019 at 2:02:47 PM Coordinated Universal Time`. */
function spelled(moment: number): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeStyle: "full", timeZone: "UTC" }).format(moment);
}

function isSame(before: Throughput, next: Throughput): boolean {
  return before.read === next.read && before.write === next.write;
}

function willNotChange(what: string, of: string, { read, write }: Throughput) {
  return invalid(
    `The provisioned throughput for ${what} will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for ${of}: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for ${of}: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
  );
}
