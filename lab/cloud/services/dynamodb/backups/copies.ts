import type { Moment } from "./history.ts";

/** Which tables are being copied by whom, and since when: how to undo what changes in them is written down meanwhile. */
export class Copies {
  /** By the table's id, then by the copy's. */
  readonly #moments = new Map<string, Map<string, Moment>>();

  begin(table: string, copy: string, moment: Moment): void {
    const copies = this.#moments.get(table) ?? new Map();
    this.#moments.set(table, copies.set(copy, moment));
  }

  began(table: string, copy: string): Moment | undefined {
    return this.#moments.get(table)?.get(copy);
  }

  end(table: string, copy: string): void {
    const copies = this.#moments.get(table);
    copies?.delete(copy);
    if (copies?.size === 0) this.#moments.delete(table);
  }

  has(table: string): boolean {
    return this.#moments.has(table);
  }
}
