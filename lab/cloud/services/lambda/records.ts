import type {
  Architecture,
  Cors,
  EventSourcePosition,
  FunctionConfiguration,
  FunctionUrlAuthType,
  InvokeMode,
  RecursiveLoop,
  Runtime,
  UpdateRuntimeOn,
} from "@aws-sdk/client-lambda";
import type { ImageProgram } from "./code/image.ts";
import type { FunctionName } from "./functions/names.ts";

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
  /** In milliseconds since the epoch. */
  readonly startingTimestamp?: number;
  readonly bisects?: boolean;
  readonly retries?: number;
  readonly maxAge?: number;
  /** ARN of the destination of what is given up. */
  readonly onFailure?: string;
  /** How many batches of a shard are worked on at a time. */
  readonly parallelization?: number;
  /** How many seconds a tumbling window lasts. */
  readonly tumbling?: number;
  readonly tags?: Readonly<Record<string, string>>;
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
