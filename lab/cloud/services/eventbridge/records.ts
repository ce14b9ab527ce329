import type {
  ApiDestinationHttpMethod,
  ConnectionAuthorizationType,
  ConnectionState,
  LogConfig,
  ReplayState,
  RuleState,
  Target,
} from "@aws-sdk/client-eventbridge";
import type { KeyPart } from "../../store/collection.ts";

export type Tags = Readonly<Record<string, string>>;

/** Where an event bus is. */
export interface BusName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface Bus extends BusName {
  /** JSON. */
  readonly policy?: string | undefined;
  readonly description?: string | undefined;
  readonly kmsKeyIdentifier?: string | undefined;
  /** ARN of a queue. */
  readonly deadLetterQueue?: string | undefined;
  readonly logConfig?: LogConfig | undefined;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
}

/** Where a rule is. */
export interface RuleName {
  readonly account: string;
  readonly region: string;
  readonly bus: string;
  readonly name: string;
}

export interface Rule extends RuleName {
  readonly pattern?: string | undefined;
  readonly schedule?: string | undefined;
  readonly state: RuleState;
  readonly description?: string | undefined;
  readonly role?: string | undefined;
  /** The service that made it for the account, such as `pipes.amazonaws.com`. */
  readonly managedBy?: string | undefined;
  /** The account that made it. */
  readonly createdBy: string;
  /** When it got its schedule, in milliseconds since the epoch: rates count from there. */
  readonly scheduled?: number | undefined;
}

/** A target of a rule, as AWS's API knows it. */
export type RuleTarget = Target & { readonly Id: string; readonly Arn: string };

/** An event, as rules and targets see it. */
export interface Event {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly "replay-name"?: string;
}

export interface Archive {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** The bus whose events it keeps. */
  readonly bus: BusName;
  readonly description?: string | undefined;
  readonly pattern?: string | undefined;
  /** In days; 0: for ever. */
  readonly retention: number;
  readonly kmsKeyIdentifier?: string | undefined;
  /** In milliseconds since the epoch. */
  readonly created: number;
}

/** How much an archive holds. */
export interface ArchiveContents {
  readonly events: number;
  readonly bytes: number;
}

export interface ArchivedEvent {
  readonly event: Event;
  readonly bytes: number;
}

export interface Replay {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly description?: string | undefined;
  /** The name of the archive. */
  readonly archive: string;
  readonly bus: BusName;
  /** ARNs of the rules that it is for; all when absent. */
  readonly filter?: readonly string[] | undefined;
  /** Which events, by when they arrived, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly state: ReplayState;
  readonly started: number;
  readonly ended?: number;
  /** Where the last event that was replayed lies in the archive, and when it happened. */
  readonly cursor?: readonly KeyPart[] | undefined;
  readonly last?: number | undefined;
}

/** An account in a region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** How to authorize with an HTTP endpoint. */
export interface Connection extends Place {
  readonly name: string;
  /** Tells it from others that had its name before. */
  readonly id: string;
  readonly description?: string | undefined;
  readonly type: ConnectionAuthorizationType;
  /** `AuthParameters`, as JSON, sealed. */
  readonly sealed: string;
  readonly state: ConnectionState;
  readonly reason?: string | undefined;
  readonly kmsKeyIdentifier?: string | undefined;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
  readonly authorized?: number | undefined;
}

/** An HTTP endpoint that takes events. */
export interface ApiDestination extends Place {
  readonly name: string;
  readonly id: string;
  readonly description?: string | undefined;
  /** ARN. */
  readonly connection: string;
  readonly endpoint: string;
  readonly method: ApiDestinationHttpMethod;
  /** Requests in a second. */
  readonly rate: number;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
}
