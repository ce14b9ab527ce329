import type { Collection } from "../../../store/collection.ts";
import type { BackupRecord } from "../records.ts";

/** Which tables are being copied into backups: how to undo what changes in them is written down meanwhile. */
export class Copies {
  /** The ids of backups, by the table's id. */
  readonly #backups = new Map<string, Set<string>>();

  /** Goes on with the backups that were being made when the lab ended. */
  constructor(backups: Collection<BackupRecord>) {
    for (const { id, status, table } of backups.values()) if (status === "CREATING") this.begin(table.id, id);
  }

  begin(table: string, backup: string): void {
    this.#backups.set(table, (this.#backups.get(table) ?? new Set()).add(backup));
  }

  end(table: string, backup: string): void {
    const backups = this.#backups.get(table);
    backups?.delete(backup);
    if (backups?.size === 0) this.#backups.delete(table);
  }

  has(table: string): boolean {
    return this.#backups.has(table);
  }
}
