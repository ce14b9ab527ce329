import type {
  BillingMode,
  GlobalSecondaryIndex,
  OnDemandThroughput,
  ProvisionedThroughput,
  WarmThroughput,
} from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";
import type { IndexRecord, Provisioned, TableRecord, Throughput } from "../records.ts";

export type Billing = BillingMode;

/** Nothing at all can have more. */
const MOST_UNITS = 1_000_000_000_000;

const NONE: Throughput = { read: 0, write: 0 };

/** What on-demand tables and indexes take from their first moment on. */
const WARM: Throughput = { read: 12_000, write: 4_000 };

interface Asked {
  readonly ProvisionedThroughput?: ProvisionedThroughput | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: WarmThroughput | undefined;
}

/** Reads what a table of a billing mode is to take. Throws DynamoDB's errors. */
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
  return { throughput: provisioned ? readUnits(provisioned) : NONE, ...readOthers(asked, billing) };
}

/** The same of a global secondary index, which must be of its table's mode. */
export function readIndexThroughput(
  asked: Pick<GlobalSecondaryIndex, "IndexName"> & Asked,
  billing: Billing,
): Pick<IndexRecord, "throughput" | "onDemand" | "warm"> {
  const { IndexName, ProvisionedThroughput: provisioned } = asked;
  if (billing === "PAY_PER_REQUEST" && provisioned)
    throw invalidParameters(
      `ProvisionedThroughput should not be specified for index: ${IndexName} when BillingMode is PAY_PER_REQUEST`,
    );
  if (billing === "PROVISIONED" && !provisioned)
    throw invalidParameters(`ProvisionedThroughput must be specified for index: ${IndexName}`);
  return { throughput: provisioned ? readUnits(provisioned) : NONE, ...readOthers(asked, billing) };
}

/** Reads capacity units. */
export function readUnits({ ReadCapacityUnits, WriteCapacityUnits }: ProvisionedThroughput): Throughput {
  for (const [name, units = 0] of Object.entries({ ReadCapacityUnits, WriteCapacityUnits }))
    if (units > MOST_UNITS) throw invalid(`Given value ${units} for ${name} is out of bounds`);
  return { read: ReadCapacityUnits ?? 0, write: WriteCapacityUnits ?? 0 };
}

function readOthers({ OnDemandThroughput: onDemand, WarmThroughput: warm }: Asked, billing: Billing) {
  if (onDemand && billing === "PROVISIONED")
    throw invalidParameters("OnDemandThroughput cannot be specified when BillingMode is PROVISIONED");
  return { ...(onDemand && { onDemand: readOnDemand(onDemand) }), ...(warm && { warm: readWarm(warm) }) };
}

/** The most that an on-demand table or index takes in a second; -1 is no bound. */
export function readOnDemand({ MaxReadRequestUnits, MaxWriteRequestUnits }: OnDemandThroughput): OnDemandThroughput {
  for (const [name, units = -1] of Object.entries({ MaxReadRequestUnits, MaxWriteRequestUnits }))
    if (units < 1 && units !== -1) throw invalidParameters(`Invalid value ${units} for ${name}`);
  return {
    ...(MaxReadRequestUnits !== undefined && { MaxReadRequestUnits }),
    ...(MaxWriteRequestUnits !== undefined && { MaxWriteRequestUnits }),
  };
}

/** Units a second that a table or index is to be ready for. */
export function readWarm({ ReadUnitsPerSecond, WriteUnitsPerSecond }: WarmThroughput): Throughput {
  return { read: ReadUnitsPerSecond ?? WARM.read, write: WriteUnitsPerSecond ?? WARM.write };
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
export function shownWarm(
  { warm, throughput }: { readonly warm?: Throughput; readonly throughput?: Throughput },
  billing: Billing,
) {
  const has = billing === "PROVISIONED" ? (throughput ?? NONE) : WARM;
  return {
    ReadUnitsPerSecond: Math.max(has.read, warm?.read ?? 0),
    WriteUnitsPerSecond: Math.max(has.write, warm?.write ?? 0),
    Status: "ACTIVE" as const,
  };
}

/** The number of a day, in UTC. */
export function dayOf(moment: number): number {
  return Math.floor(moment / 86_400_000);
}
