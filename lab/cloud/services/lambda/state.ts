import type {
  Architecture,
  CodeSigningConfig,
  Cors,
  EventSourcePosition,
  FunctionConfiguration,
  FunctionUrlAuthType,
  InvokeMode,
  RecursiveLoop,
  Runtime,
  UpdateRuntimeOn,
} from "@aws-sdk/client-lambda";
import type { Cloud } from "../../cloud.ts";
import { Downloads } from "../../downloads.ts";
import { LogWriter } from "../../log-writer.ts";
import type { Context, Handlers } from "../../service.ts";
import type { Collection } from "../../store/collection.ts";
import { CodeFolders } from "./code/code-folders.ts";
import type { ImageProgram } from "./code/image.ts";
import { Executor } from "./executor/executor.ts";
import { Concurrency } from "./functions/concurrency.ts";
import { EventQueue } from "./invocation/event-queue.ts";
import { RoleSessions } from "./invocation/role-sessions.ts";
import { Pollers } from "./mappings/pollers.ts";
import { Sources } from "./mappings/sources.ts";
import type { FunctionName } from "./names.ts";

export type Lambda = Handlers<typeof import("@aws-sdk/client-lambda"), LambdaState>;

export type LambdaContext = Context<LambdaState>;

/** One statement of a resource policy, as GetPolicy shows it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*" | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A function's configuration as GetFunctionConfiguration answers it, with the members that are always there. */
export type Configuration = FunctionConfiguration &
  Required<Pick<FunctionConfiguration, "FunctionName" | "FunctionArn" | "Version" | "Role" | "RevisionId">>;

/** What has a resource policy. */
export interface Guarded {
  readonly policy: readonly PolicyStatement[];
  readonly policyRevision?: string;
}

/** What runs: a published version, or a function's `$LATEST`. */
export interface VersionRecord extends Guarded {
  readonly configuration: Configuration;
  /** The blob with its zip archive, which versions may share. */
  readonly code: string;
  /** The size of its code when unzipped, in bytes. */
  readonly unzipped: number;
  /** Of code that is a container image: the blob is its layer then. */
  readonly image?: ImageProgram;
}

/** A function, with its `$LATEST`. */
export interface FunctionRecord extends VersionRecord {
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly recursiveLoop?: RecursiveLoop;
  readonly runtimeManagement?: { readonly UpdateRuntimeOn: UpdateRuntimeOn; readonly RuntimeVersionArn?: string };
  /** ARN of its code-signing configuration. */
  readonly codeSigning?: string;
  readonly published?: Published;
}

/** What a function remembers of the version that it published last. */
export interface Published {
  readonly version: number;
  /** What `$LATEST` was then: it is published again only when it is something else. */
  readonly content: object;
}

/** A name for a version, or for two by weight. */
export interface AliasRecord extends Guarded {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** Another version and its part of the events, from 0 to 1. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly revision: string;
}

/** One version of a layer. */
export interface LayerVersionRecord extends Guarded {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly created: string;
  readonly license?: string;
  readonly runtimes?: readonly Runtime[];
  readonly architectures?: readonly Architecture[];
  /** The blob with its zip archive. */
  readonly code: string;
  readonly CodeSha256: string;
  readonly CodeSize: number;
  /** Its size when unzipped, in bytes. */
  readonly unzipped: number;
  /** Gone for all but the functions that have it. */
  readonly deleted?: boolean;
}

/** What is done with asynchronous events of a function, a version or an alias. */
export interface EventInvokeRecord {
  readonly name: FunctionName;
  readonly retries?: number;
  /** In seconds. */
  readonly maxAge?: number;
  /** ARNs of destinations. */
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
  /** In milliseconds since the epoch. */
  readonly modified: number;
}

/** Environments that are kept ready for a version or an alias. */
export interface ProvisionedRecord {
  readonly name: FunctionName;
  readonly requested: number;
  readonly modified: string;
}

/** A source of events, and the function that works on them. */
export interface MappingRecord {
  readonly uuid: string;
  /** ARN of the source. */
  readonly source: string;
  readonly target: FunctionName;
  readonly enabled: boolean;
  readonly batchSize: number;
  /** How many seconds a batch is collected for. */
  readonly window?: number;
  /** Event patterns as JSON; an event fits one of them. */
  readonly filters?: readonly string[];
  /** The function says which events of a batch it failed. */
  readonly reportsFailures?: boolean;
  readonly concurrency?: number;
  /** Of streams: where to begin, and what to do with a batch that fails. Ages are in seconds; -1 is without end. */
  readonly startingPosition?: EventSourcePosition;
  readonly bisects?: boolean;
  readonly retries?: number;
  readonly maxAge?: number;
  /** In milliseconds since the epoch. */
  readonly modified: number;
}

/** The URL of a function, or of one of its aliases. */
export interface FunctionUrlRecord {
  readonly id: string;
  readonly name: FunctionName;
  readonly authType: FunctionUrlAuthType;
  readonly invokeMode: InvokeMode;
  readonly cors?: Cors;
  /** In ISO 8601. */
  readonly created: string;
  readonly modified: string;
}

export class LambdaState {
  readonly cloud: Cloud;
  /** By [account, region, name]. */
  readonly functions: Collection<FunctionRecord>;
  /** Published versions, by [account, region, name, number]. */
  readonly versions: Collection<VersionRecord>;
  /** By [account, region, name, alias]. */
  readonly aliases: Collection<AliasRecord>;
  /** The number of each layer's last version, by [account, region, name]. */
  readonly layers: Collection<{ readonly name: string; readonly version: number }>;
  /** By [account, region, name, -version]: the newest first. */
  readonly layerVersions: Collection<LayerVersionRecord>;
  /** By [account, region, name, alias or $LATEST]. */
  readonly urls: Collection<FunctionUrlRecord>;
  /** What each function URL is of, by its id. */
  readonly urlIds: Collection<FunctionName>;
  /** By [account, region, name, qualifier]. */
  readonly eventConfigs: Collection<EventInvokeRecord>;
  /** By [account, region, name, qualifier]. */
  readonly provisioned: Collection<ProvisionedRecord>;
  /** By [account, region, id]. */
  readonly codeSigning: Collection<CodeSigningConfig>;
  /** By [account, region, uuid]. */
  readonly mappings: Collection<MappingRecord>;
  /** What came of each mapping's last batch, by its UUID. */
  readonly results = new Map<string, string>();
  readonly code: CodeFolders;
  readonly sessions: RoleSessions;
  readonly logs: LogWriter;
  readonly executor: Executor;
  readonly concurrency: Concurrency;
  readonly downloads: Downloads;
  readonly events: EventQueue;
  readonly sources: Sources;
  readonly pollers: Pollers;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.functions = cloud.store.collection("lambda-functions");
    this.versions = cloud.store.collection("lambda-versions");
    this.aliases = cloud.store.collection("lambda-aliases");
    this.layers = cloud.store.collection("lambda-layers");
    this.layerVersions = cloud.store.collection("lambda-layer-versions");
    this.urls = cloud.store.collection("lambda-urls");
    this.urlIds = cloud.store.collection("lambda-url-ids");
    this.eventConfigs = cloud.store.collection("lambda-event-configs");
    this.provisioned = cloud.store.collection("lambda-provisioned");
    this.codeSigning = cloud.store.collection("lambda-code-signing");
    this.mappings = cloud.store.collection("lambda-mappings");
    this.code = new CodeFolders(cloud);
    this.sessions = new RoleSessions(cloud);
    this.logs = new LogWriter(cloud);
    this.executor = new Executor({ clock: cloud.clock, endpoint: () => cloud.endpoint, hidden: cloud.folder });
    this.concurrency = new Concurrency(this.functions);
    this.downloads = new Downloads(cloud, "/_aws/lambda/code/", "application/zip");
    this.sources = new Sources(cloud);
    this.events = new EventQueue(cloud, this);
    this.pollers = new Pollers(cloud, this);
  }

  /** Ends the processes of an account's functions, and what brings them events. */
  async end(account: string): Promise<void> {
    for (const { uuid } of this.mappings.values({ under: [account] })) this.pollers.stop(uuid);
    await this.executor.end((id) => id.split(":")[4] === account);
    // Their last words are on their way.
    await new Promise((resolve) => setImmediate(resolve));
    await this.logs.flush();
  }

  /** Forgets an account. Only inside `store.write`. */
  forget(account: string): void {
    const under = { under: [account] };
    for (const { id } of [...this.urls.values(under)]) this.urlIds.delete(id);
    for (const [key, { uuid }] of [...this.mappings.entries(under)]) {
      this.pollers.forget(uuid);
      this.mappings.delete(...key);
    }
    this.pollers.mark();
    for (const { code } of [...this.functions.values(under), ...this.versions.values(under)]) this.code.drop(code);
    this.sessions.forget(account);
  }

  /** Ends all functions' processes. */
  async close(): Promise<void> {
    await this.events.close();
    this.pollers.close();
    await this.executor.close();
    await this.logs.close();
    await this.code.close();
  }
}
