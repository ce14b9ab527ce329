/** What the audit of calls must know of a service, where it can't tell by itself. */
export interface AuditFacts {
  /** What operations are called in events, where it is not their name. */
  readonly names?: Readonly<Record<string, string>>;
  /** Operations that only read, though their names don't begin with Get, List, Describe or the like. */
  readonly reads?: readonly string[];
  /** Operations that are about data, not about resources: nobody hears of them who did not ask for them. */
  readonly data?: readonly DataCalls[];
  /** The resource types of what members of the input name. */
  readonly resources?: Readonly<Record<string, string>>;
  /** Whether its calls are told in the region of global services. */
  readonly isGlobal?: true;
}

/** Operations on data of one kind. */
export interface DataCalls {
  /** The type of the resources, as selectors of events name it. */
  readonly type: string;
  readonly operations: readonly string[];
  /** The ARN of what an input is about; nothing when it can't be told. */
  arn(input: never, place: { readonly account: string; readonly region: string }): string | undefined;
}
