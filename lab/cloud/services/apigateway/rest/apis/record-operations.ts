import { pageByPlace } from "../../../../service/paging.ts";
import type { Collection, KeyPart } from "../../../../store/collection.ts";
import { badRequest, notFound } from "../../shared/errors.ts";
import type { ApiGatewayContext, ApiGatewayState } from "../state.ts";

/** What operations do with records of one kind, such as the models of an API. Their keys begin with account and region. */
export interface Records<T> {
  /** Throws NotFoundException when it is not there. */
  open(context: ApiGatewayContext, ...key: KeyPart[]): T;
  has(context: ApiGatewayContext, ...key: KeyPart[]): boolean;
  put(context: ApiGatewayContext, key: readonly KeyPart[], record: T): T;
  /** Replaces a record by what `apply` makes of it, in a transaction. */
  change(context: ApiGatewayContext, key: readonly KeyPart[], apply: (record: T) => T): T;
  /** Removes a record that is there. */
  remove(context: ApiGatewayContext, ...key: KeyPart[]): void;
  /** All records under a key. */
  all(context: ApiGatewayContext, ...under: KeyPart[]): T[];
}

/**
 * @param collection where they lie
 * @param missing the message of AWS's NotFoundException
 */
export function records<T>(
  collection: (state: ApiGatewayState) => Collection<T>,
  missing: string | ((key: KeyPart, account: string) => string),
): Records<T> {
  const open = ({ state, account, region }: ApiGatewayContext, ...key: KeyPart[]): T => {
    const record = collection(state).get(account, region, ...key);
    if (record === undefined)
      throw notFound(typeof missing === "string" ? missing : missing(key.at(-1) ?? "", account));
    return record;
  };
  const put = ({ cloud, state, account, region }: ApiGatewayContext, key: readonly KeyPart[], record: T): T => {
    cloud.store.write(() => collection(state).put([account, region, ...key], record));
    return record;
  };
  return {
    open,
    put,
    has: ({ state, account, region }, ...key) => collection(state).has(account, region, ...key),
    change: (context, key, apply) => context.cloud.store.write(() => put(context, key, apply(open(context, ...key)))),
    remove(context, ...key) {
      context.cloud.store.write(() => {
        open(context, ...key);
        collection(context.state).delete(context.account, context.region, ...key);
      });
    },
    all: ({ state, account, region }, ...under) => [
      ...collection(state).values({ under: [account, region, ...under] }),
    ],
  };
}

/** One page of a list, by position. */
export function page<T>(
  all: readonly T[],
  { position, limit = 25 }: { position?: string | undefined; limit?: number | undefined },
): { items: T[]; position?: string } {
  const invalid = () => badRequest("Invalid position parameter specified");
  // A page without items would lead to itself.
  if (!(limit >= 1)) throw badRequest("Invalid limit parameter specified");
  const { items, next } = pageByPlace(all, { token: position, size: Math.min(limit, 500), invalid });
  return { items, ...(next && { position: next }) };
}
