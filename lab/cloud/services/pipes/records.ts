import type {
  PipeEnrichmentParameters,
  PipeLogConfiguration,
  PipeSourceParameters,
  PipeState,
  PipeTargetParameters,
  RequestedPipeState,
} from "@aws-sdk/client-pipes";

/** What names a pipe. */
export interface PipeName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface PipeRecord extends PipeName {
  /** No other pipe has it, also not one of the same name that is made later. */
  readonly id: string;
  readonly description?: string;
  readonly desired: RequestedPipeState;
  readonly state: PipeState;
  readonly reason: string;
  /** ARNs. */
  readonly source: string;
  readonly enrichment?: string;
  readonly target: string;
  readonly role: string;
  readonly sourceParameters: PipeSourceParameters;
  readonly enrichmentParameters?: PipeEnrichmentParameters;
  readonly targetParameters?: PipeTargetParameters;
  readonly logging?: PipeLogConfiguration;
  readonly kmsKey?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
}
