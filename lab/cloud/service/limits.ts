import type { Service } from "./service.ts";

/** How large the bodies of a service's requests may be, in bytes. Objects that stream have no limit here. */
export interface Limits {
  /** Of all operations that have none of their own. */
  readonly body?: number;
  readonly operations?: Readonly<Record<string, number>>;
  /** The service's own error for a larger one, where its protocol's usual one is not it. */
  readonly refusal?: (operation: string, limit: number) => Error | undefined;
}

/** Most services take in 1 to 2 MB: SQS answers `HTTP content length exceeded 1662976 bytes`, and few others tell. */
const USUAL = 2 * 1024 * 1024;

/** How large the body of a request for an operation may be; while the operation is not known yet, of any. */
export function limitOf({ limits }: Pick<Service, "limits">, operation: string | undefined): number {
  const { body = USUAL, operations = {} } = limits ?? {};
  if (operation === undefined) return Math.max(body, ...Object.values(operations));
  return Object.hasOwn(operations, operation) ? (operations[operation] as number) : body;
}
