import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Copies } from "./backups/copies.ts";
import type { Undo } from "./backups/history.ts";
import { ChangeOutbox } from "./destinations/outbox.ts";
import type { DoneTransaction } from "./items/client-tokens.ts";
import { LARGEST_COLLECTION } from "./items/collections.ts";
import { RunningJobs } from "./jobs/running-jobs.ts";
import type {
  BackupRecord,
  Counts,
  ExportRecord,
  GlobalTableRecord,
  ImportRecord,
  Insights,
  ResourcePolicy,
  TableRecord,
} from "./records.ts";
import { StreamsState } from "./streams/state.ts";
import { Buckets } from "./tables/throttle.ts";
import { Work } from "./tables/work.ts";
import { Transfers } from "./transfers/transfers.ts";
import type { StoredKey } from "./values/keys.ts";

export type DynamoDb = Handlers<typeof import("@aws-sdk/client-dynamodb"), DynamoDbState>;

export type DynamoDbContext = Context<DynamoDbState>;

export class DynamoDbState {
  /** [account, region, name] */
  readonly tables: Collection<TableRecord>;
  /** Items as JSON: [account, region, table's id, …StoredKey]. */
  readonly items: Collection<string>;
  /** Entries of indexes, each with the key of its item: [account, region, table's id, index, …StoredKey, hash of the item's key]. */
  readonly indexed: Collection<StoredKey>;
  /** [account, region, table's id] */
  readonly counts: Collection<Counts>;
  /** Bytes of the items with one partition key, of tables with local indexes: [account, region, table's id, partition's hash]. */
  readonly collections: Collection<number>;
  /** [account, region, ten minutes since the epoch, client's token] */
  readonly transactions: Collection<DoneTransaction>;
  /** The keys of items that expire: [account, region, table's id, moment, …StoredKey]. */
  readonly expiries: Collection<StoredKey>;
  /** [account, region, table's name] */
  readonly tags: Collection<Readonly<Record<string, string>>>;

  /** [account, region, table's name], and of a stream its label besides. */
  readonly policies: Collection<ResourcePolicy>;
  /** [account, region, table's name], and of an index its name besides. */
  readonly insights: Collection<Insights>;
  /** How large the items of a partition may be, with their entries in local indexes, in bytes. */
  readonly largestCollection: number;
  readonly streams: StreamsState;
  /** What goes to Kinesis. */
  readonly changes: ChangeOutbox;
  readonly buckets = new Buckets();
  readonly jobs = new RunningJobs();
  readonly work: Work;

  /** Those of 2017: [account, name] */
  readonly globalTables: Collection<GlobalTableRecord>;
  /** [account, region, backup's id] */
  readonly backups: Collection<BackupRecord>;
  /** How to undo what changed: [account, region, table's id, moment, place in it]. */
  readonly history: Collection<Undo>;
  readonly copies: Copies;
  readonly exports: Transfers<ExportRecord>;
  readonly imports: Transfers<ImportRecord>;

  constructor(cloud: Cloud) {
    const { store, quotas } = cloud;
    this.largestCollection = quotas.itemCollectionBytes ?? LARGEST_COLLECTION;
    this.tables = store.collection<TableRecord>("dynamodb-tables").remember();
    this.items = store.collection("dynamodb-items");
    this.indexed = store.collection("dynamodb-indexed");
    this.counts = store.collection("dynamodb-counts");
    this.collections = store.collection("dynamodb-collections");
    this.transactions = store.collection("dynamodb-transactions");
    this.expiries = store.collection("dynamodb-expiries");
    this.tags = store.collection("dynamodb-tags");
    this.policies = store.collection<ResourcePolicy>("dynamodb-policies").remember();
    this.insights = store.collection("dynamodb-insights");
    this.globalTables = store.collection("dynamodb-global-tables");
    this.backups = store.collection("dynamodb-backups");
    this.copies = new Copies(this.backups);
    this.exports = new Transfers("export", cloud);
    this.imports = new Transfers("import", cloud);
    this.history = store.collection("dynamodb-history");
    this.streams = new StreamsState(cloud);
    this.changes = new ChangeOutbox(cloud);
    this.work = new Work(cloud);
  }
}
