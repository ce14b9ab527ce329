import { createHash } from "node:crypto";
import type { Collection } from "../../../store/collection.ts";
import type { Store } from "../../../store/store.ts";
import type { Clock } from "../../../time/clock.ts";
import { invalid } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import { arnOf } from "../tables/lookup.ts";

/** What exports and imports have in common. */
interface Transfer {
  /** What its ARN ends with. */
  readonly id: string;
  readonly table: TableRecord;
  readonly token: string;
}

/** Where a transfer lies. */
export type TransferKey = readonly [account: string, region: string, table: string, id: string];

/** How a token was used. */
interface UsedToken {
  readonly key: TransferKey;
  /** Of the request that had it. */
  readonly digest: string;
  readonly moment: number;
}

/** How long a request with the same token is the same request, in milliseconds. */
const TOKEN_LIFE = 8 * 3_600_000;

/** A table's name, and a dated id. */
const LONGEST_TOKEN = 300;

/** The exports, or the imports, of all accounts. */
export class Transfers<T extends Transfer> {
  readonly #kind: "export" | "import";
  /** [account, region, table's name, id] */
  readonly #transfers: Collection<T>;
  /** [account, region, client's token] */
  readonly #tokens: Collection<UsedToken>;
  readonly #clock: Clock;

  constructor(kind: "export" | "import", { store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#kind = kind;
    this.#clock = clock;
    this.#transfers = store.collection(`dynamodb-${kind}s`);
    this.#tokens = store.collection(`dynamodb-${kind}-tokens`);
  }

  get(key: readonly string[]): T | undefined {
    return this.#transfers.get(...key);
  }

  /** By its ARN. */
  find(arn: string): T | undefined {
    const [table = "", kind, id = ""] = arn.split("/").slice(1);
    const [, , , region = "", account = ""] = arn.split(":");
    const found = kind === this.#kind ? this.#transfers.get(account, region, table, id) : undefined;
    return found && arnOfTransfer(this.#kind, found) === arn ? found : undefined;
  }

  /** Adds one, and the request that asked for it. Answers its key. Only inside `store.write`. */
  add(transfer: T, request: object): TransferKey {
    const { account, region } = transfer.table;
    const key = keyOf(transfer);
    this.#transfers.put(key, transfer);
    this.#tokens.put([account, region, transfer.token], {
      key,
      digest: digestOf(request),
      moment: this.#clock.now(),
    });
    return key;
  }

  /** Only inside `store.write`. */
  put(transfer: T): void {
    this.#transfers.put(keyOf(transfer), transfer);
  }

  /**
   * The one that a request with the same token asked for.
   *
   * @param conflict the error for a token that another request had
   */
  asked(
    { account, region }: { readonly account: string; readonly region: string },
    request: { readonly ClientToken?: string | undefined },
    conflict: () => Error,
  ): T | undefined {
    const { ClientToken: token } = request;
    const used = token === undefined ? undefined : this.#tokens.get(account, region, token);
    if (!used || used.moment < this.#clock.now() - TOKEN_LIFE) return undefined;
    if (used.digest !== digestOf(request)) throw conflict();
    return this.#transfers.get(...used.key);
  }

  /** A page of those of an account in a region, or of one of its tables, and the token of the next one. */
  page(
    under: readonly string[],
    { size, token }: { readonly size: number; readonly token: string | undefined },
  ): { readonly page: readonly T[]; readonly next: string | undefined } {
    const [account = "", region = ""] = under;
    const after = token === undefined ? {} : { after: [account, region, ...placeOf(token)] };
    const found = [...this.#transfers.values({ under, ...after, limit: size + 1 })];
    const page = found.slice(0, size);
    const last = found.length > size ? page.at(-1) : undefined;
    return { page, next: last && `${last.table.name}/${last.id}` };
  }
}

export function arnOfTransfer(kind: "export" | "import", { table, id }: Pick<Transfer, "table" | "id">): string {
  return `${arnOf(table)}/${kind}/${id}`;
}

/** The table and the id of the last transfer in the page that gave a token. */
function placeOf(token: string): readonly string[] {
  const place = token.split("/");
  if (place.length !== 2 || token.length > LONGEST_TOKEN) throw invalid("Invalid NextToken");
  return place;
}

function keyOf({ table, id }: Transfer): TransferKey {
  return [table.account, table.region, table.name, id];
}

function digestOf(request: object): string {
  return createHash("sha256").update(JSON.stringify(request)).digest("base64");
}
