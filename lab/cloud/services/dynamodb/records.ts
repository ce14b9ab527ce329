import type {
  ApproximateCreationDateTimePrecision,
  BillingMode,
  ContributorInsightsMode,
  ExportFormat,
  ExportViewType,
  ImportTableInput,
  OnDemandThroughput,
  ProjectionType,
  S3SseAlgorithm,
  SSEType,
  StreamViewType,
  TableClass,
} from "@aws-sdk/client-dynamodb";
import type { Caller } from "../../auth/caller.ts";

/** The attributes of a key: one of each in tables, up to four of each in global secondary indexes. */
export interface KeySchema {
  readonly partition: readonly string[];
  /** Empty where there is no sort key. */
  readonly sort: readonly string[];
}

export type KeyType = "S" | "N" | "B";

/** An attribute that keys have. */
export interface DefinedAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** Capacity units, or units a second. */
export interface Throughput {
  readonly read: number;
  readonly write: number;
}

/** Of provisioned tables and indexes. What is on demand has none of either. */
export interface Provisioned extends Throughput {
  readonly increased?: number;
  readonly decreased?: number;
  /** How often it was decreased in the day (UTC) of `decreased`. */
  readonly decreases?: number;
}

/** A secondary index. */
export interface IndexRecord {
  readonly name: string;
  readonly kind: "global" | "local";
  readonly key: KeySchema;
  readonly projection: ProjectionType;
  /** Of an INCLUDE projection. */
  readonly included?: readonly string[];
  /** Of a global one. */
  readonly throughput?: Provisioned;
  readonly onDemand?: OnDemandThroughput;
  readonly warm?: Throughput;
  /** It is being filled from the items that were there before it. */
  readonly isBackfilling?: true;
  /** Its entries are being removed, and it takes no more. */
  readonly isDeleting?: true;
}

export interface StreamSettings {
  readonly view: StreamViewType;
  /** The time in the stream's ARN, such as `2026-11-30T06:00:00.000`. */
  readonly label: string;
}

/** A Kinesis stream that gets the changes of a table, or did. */
export interface DestinationRecord {
  /** ARN. */
  readonly stream: string;
  readonly status: "ACTIVE" | "DISABLED" | "ENABLE_FAILED";
  /** Why it could not be enabled, in AWS's words. */
  readonly failure?: string;
  /** Of the time that records tell: milliseconds where nobody chose one. */
  readonly precision?: ApproximateCreationDateTimePrecision;
}

/** A table of one account and region. */
export interface TableRecord {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** A UUID: another table of the same name is another one. */
  readonly id: string;
  /** In milliseconds since the epoch, as all times here. */
  readonly created: number;
  /** The attributes of its key and its indexes' keys. */
  readonly attributes: readonly DefinedAttribute[];
  readonly key: KeySchema;
  readonly indexes: readonly IndexRecord[];
  readonly billing: BillingMode;
  /** When it became PAY_PER_REQUEST last. */
  readonly onDemandSince?: number;
  readonly throughput: Provisioned;
  readonly onDemand?: OnDemandThroughput;
  readonly warm?: Throughput;
  readonly tableClass?: TableClass;
  readonly tableClassSince?: number;
  readonly encryption?: { readonly type: SSEType; readonly key?: string };
  readonly isProtected?: boolean;
  /** The stream that is enabled. */
  readonly stream?: StreamSettings;
  /** The last stream there was, which is read on for a day. */
  readonly latestStream?: StreamSettings;
  readonly destinations?: readonly DestinationRecord[];
  /** The attribute that tells when an item expires. It is being switched on or off while the table is looked through. */
  readonly expiry?: { readonly attribute: string; readonly change?: "ENABLING" | "DISABLING" };
  /** Since when it can be restored to any second, and for how many days. */
  readonly recovery?: { readonly since: number; readonly days: number };
  readonly replicas?: readonly ReplicaRecord[];
  /** Its replicas are those of a global table of 2017. */
  readonly isLegacyReplica?: true;
  /** What it has otherwise than its replicas. */
  readonly overrides?: Overrides;
  /** What it was made of, and which moment of it. */
  readonly restored?: { readonly from: string; readonly backup?: string; readonly moment: number };
  /** It is being made of something: nobody sees its items yet. */
  readonly isFilling?: true;
}

/** Another region that the table is replicated to. The table there names this one likewise. */
export interface ReplicaRecord {
  readonly region: string;
}

/** A global table of 2017, whose replicas are tables that were there before. */
export interface GlobalTableRecord {
  readonly account: string;
  readonly name: string;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly regions: readonly string[];
}

/** What a replica reads at most, where it is not what the others do: capacity units, and units a second on demand. */
export interface ReadOverride {
  readonly read?: number;
  readonly maxRead?: number;
}

export interface Overrides extends ReadOverride {
  readonly indexes?: readonly (ReadOverride & { readonly name: string })[];
}

/** What a table holds. */
export interface Counts {
  readonly items: number;
  readonly bytes: number;
  readonly indexes?: readonly IndexCounts[];
}

export interface IndexCounts {
  readonly name: string;
  readonly items: number;
  readonly bytes: number;
}

/** A policy of a table or a stream itself, as it was sent. */
export interface ResourcePolicy {
  readonly document: string;
  readonly revision: string;
}

/** Whether CloudWatch's rules about who uses a table, or an index, are on. */
export interface Insights {
  readonly index?: string;
  readonly isEnabled: boolean;
  readonly mode: ContributorInsightsMode;
  readonly changed: number;
}

/** A table as it was at a moment, with its items. */
export interface BackupRecord {
  /** What its ARN ends with, such as `01489602797149-73d8d5bc`. */
  readonly id: string;
  readonly name: string;
  readonly type: "USER" | "SYSTEM";
  readonly status: "CREATING" | "AVAILABLE";
  readonly created: number;
  /** When one of the system's goes. */
  readonly expires?: number;
  readonly table: TableRecord;
  readonly counts: Counts;
  /** What its items lie under, as a table's do under its id. */
  readonly items: string;
  /** The moment whose items it has. */
  readonly moment: Moment;
}

/** A place in the history of a table: what happened later comes after it. */
export type Moment = readonly [time: number, place: number];

/** An export of a table to a bucket. */
export interface ExportRecord {
  /** What its ARN ends with. */
  readonly id: string;
  readonly table: TableRecord;
  readonly status: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  /** The moment whose items it has; of an incremental one, the end of its time. */
  readonly moment: number;
  readonly since?: { readonly from: number; readonly view: ExportViewType };
  readonly started: number;
  readonly ended?: number;
  readonly bucket: string;
  readonly format: ExportFormat;
  readonly owner?: string;
  readonly prefix?: string;
  readonly encryption?: { readonly algorithm: S3SseAlgorithm; readonly key?: string };
  readonly token: string;
  /** Who asked for it: their permissions count in the bucket. */
  readonly caller: Caller;
  readonly written?: Counts;
  readonly failure?: { readonly code: string; readonly message: string };
}

/** An import of a bucket's objects into a new table. */
export interface ImportRecord {
  readonly id: string;
  readonly table: TableRecord;
  readonly status: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly started: number;
  readonly ended?: number;
  readonly request: ImportTableInput;
  readonly token: string;
  readonly caller: Caller;
  readonly progress?: ImportProgress;
  readonly failure?: { readonly code: string; readonly message: string };
}

export interface ImportProgress {
  readonly bytes: number;
  readonly read: number;
  readonly imported: number;
  readonly errors: number;
}
