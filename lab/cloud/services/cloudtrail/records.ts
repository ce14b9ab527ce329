import type { AdvancedEventSelector, EventSelector, InsightSelector } from "@aws-sdk/client-cloudtrail";

/** What tells a trail from others. */
export interface TrailName {
  readonly account: string;
  /** Its home region. */
  readonly region: string;
  readonly name: string;
}

export interface Trail extends TrailName {
  readonly bucket: string;
  readonly prefix?: string;
  /** The ARN of a topic that is told of each file. */
  readonly topic?: string;
  readonly includesGlobal: boolean;
  readonly isMultiRegion: boolean;
  readonly isValidated: boolean;
  readonly logs?: { readonly group: string; readonly role: string };
  /** Stored: nothing is encrypted. */
  readonly key?: string;
  readonly selectors: Selectors;
  readonly insights: readonly InsightSelector[];
  readonly tags: Readonly<Record<string, string>>;
  readonly status: TrailStatus;
}

/** Which events a trail wants: as it was told, in one form or the other. */
export type Selectors =
  | { readonly basic: readonly EventSelector[]; readonly isUsual?: true }
  | { readonly advanced: readonly AdvancedEventSelector[] };

/** What became of a trail. Moments are in milliseconds since the epoch. */
export interface TrailStatus {
  readonly isLogging: boolean;
  readonly started?: number;
  readonly stopped?: number;
  readonly files?: Attempt;
  readonly notices?: Attempt;
  readonly logs?: Attempt;
}

/** The last attempts to deliver something. */
export interface Attempt {
  readonly tried: number;
  readonly succeeded?: number;
  /** Of the last one. */
  readonly error?: string;
}
