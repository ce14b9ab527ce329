import type {
  ApiDestinationHttpMethod,
  ConnectionAuthorizationType,
  ConnectionState,
  LogConfig,
  RuleState,
  Target,
} from "@aws-sdk/client-eventbridge";

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
