import type { BillingMode, OnDemandThroughput, ProvisionedThroughput, WarmThroughput } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";
import type { IndexRecord, Provisioned, TableRecord, Throughput } from "../records.ts";

export type Billing = BillingMode;

/** Nothing at all can have more. */
const MOST_UNITS = 1_000_000_000_000;

const NONE: Throughput = { read: 0, write: 0 };

/** What on-demand tables and indexes take from their first moment on. */
const WARM: Throughput = { read: 12_000, write: 4_000 };

/** What a request says of the throughput of a table or an index. */
export interface Asked {
  readonly ProvisionedThroughput?: ProvisionedThroughput | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: WarmThroughput | undefined;
}

/** Reads what a new table is to take. Throws DynamoDB's errors. */
export function readThroughput(asked: Asked, billing: Billing): Pick<TableRecord, "throughput" | "onDemand" | "warm"> {
  const { ProvisionedThroughput: provisioned } = asked;
  if (billing === "PAY_PER_REQUEST" && provisioned)
    throw invalidParameters(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  if (billing === "PROVISIONED" && !provisioned)
    throw invalidParameters(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  const throughput = provisioned ? readUnits(provisioned) : NONE;
  return { throughput, ...readOthers(asked, billing, throughput) };
}

/** The same of a new global secondary index, which must be of its table's mode. */
export function readIndexThroughput(
  asked: Asked & { readonly IndexName?: string | undefined },
  billing: Billing,
): Pick<IndexRecord, "throughput" | "onDemand" | "warm"> {
  const { IndexName: index, ProvisionedThroughput: provisioned } = asked;
  if (billing === "PAY_PER_REQUEST" && provisioned)
    throw invalidParameters(
      `ProvisionedThroughput should not be specified for index: ${index} when BillingMode is PAY_PER_REQUEST`,
    );
  if (billing === "PROVISIONED" && !provisioned)
    throw invalidParameters(`ProvisionedThroughput is not specified for index: ${index}`);
  const throughput = provisioned ? readUnits(provisioned) : NONE;
  return { throughput, ...readOthers(asked, billing, throughput, index) };
}

/** Reads capacity units. */
export function readUnits({ ReadCapacityUnits, WriteCapacityUnits }: ProvisionedThroughput): Throughput {
  for (const [name, units = 0] of Object.entries({ ReadCapacityUnits, WriteCapacityUnits }))
    if (units > MOST_UNITS) throw invalid(`Given value ${units} for ${name} is out of bounds`);
  return { read: ReadCapacityUnits ?? 0, write: WriteCapacityUnits ?? 0 };
}

function readOthers(
  { OnDemandThroughput: onDemand, WarmThroughput: warm }: Asked,
  billing: Billing,
  throughput: Throughput,
  index?: string,
) {
  return {
    ...(onDemand && { onDemand: readOnDemand(onDemand, billing, index) }),
    ...(warm && { warm: readWarm(warm, billing, throughput, index) }),
  };
}

/** The most that an on-demand table or index takes in a second. */
export function readOnDemand(asked: OnDemandThroughput, billing: Billing, index?: string): OnDemandThroughput {
  const of = index === undefined ? "" : ` for index: ${index}`;
  const entries = Object.entries(asked).filter(([, units]) => units !== undefined);
  for (const [name, units] of entries) {
    if (billing === "PROVISIONED")
      throw invalidParameters(
        `${name} for OnDemandThroughput${of} cannot be specified when table BillingMode is PROVISIONED.`,
      );
    if (units < 1)
      throw invalidParameters(
        `Requested ${name} for OnDemandThroughput for ${index === undefined ? "table" : `index : ${index}`} is outside of valid range`,
      );
  }
  return Object.fromEntries(entries);
}

/** Units a second that a new table or index is to be ready for: no fewer than it is anyway. */
function readWarm(
  { ReadUnitsPerSecond, WriteUnitsPerSecond }: WarmThroughput,
  billing: Billing,
  throughput: Throughput,
  index?: string,
): Throughput {
  const least = billing === "PROVISIONED" ? throughput : WARM;
  const of = index === undefined ? "table" : `index ${index}`;
  const asked = { read: ReadUnitsPerSecond ?? least.read, write: WriteUnitsPerSecond ?? least.write };
  for (const kind of ["Read", "Write"] as const) {
    const side = kind === "Read" ? "read" : "write";
    if (asked[side] >= least[side]) continue;
    throw invalidParameters(
      billing === "PROVISIONED"
        ? `Requested ${kind}UnitsPerSecond for WarmThroughput for ${of} is lower than ${kind}CapacityUnits of ProvisionedThroughput`
        : `Requested ${kind}UnitsPerSecond for WarmThroughput for ${of} is lower than initial throughput for OnDemand`,
    );
  }
  return asked;
}

/** Provisioned throughput as DynamoDB tells it. */
export function shownProvisioned({ read, write, increased, decreased, decreases = 0 }: Provisioned, now: number) {
  const isToday = decreased !== undefined && dayOf(decreased) === dayOf(now);
  return {
    ...(increased !== undefined && { LastIncreaseDateTime: new Date(increased) }),
    ...(decreased !== undefined && { LastDecreaseDateTime: new Date(decreased) }),
    NumberOfDecreasesToday: isToday ? decreases : 0,
    ReadCapacityUnits: read,
    WriteCapacityUnits: write,
  };
}

/** What a table or index is ready for: what was asked for, or what it has anyway. */
export function warmOf(
  { warm = NONE, throughput = NONE }: { readonly warm?: Throughput; readonly throughput?: Throughput },
  billing: Billing,
): Throughput {
  const has = billing === "PROVISIONED" ? throughput : WARM;
  return { read: Math.max(has.read, warm.read), write: Math.max(has.write, warm.write) };
}

/** The same as DynamoDB tells it. */
export function shownWarm(of: Parameters<typeof warmOf>[0], billing: Billing) {
  const { read, write } = warmOf(of, billing);
  return { ReadUnitsPerSecond: read, WriteUnitsPerSecond: write, Status: "ACTIVE" as const };
}

/** The number of a day, in UTC. */
export function dayOf(moment: number): number {
  return Math.floor(moment / 86_400_000);
}
