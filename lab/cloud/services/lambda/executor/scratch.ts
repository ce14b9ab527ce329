import { rm } from "node:fs/promises";
import { makeTemporaryFolder } from "../../../store/temporary-folders.ts";

/** The folder for temporary files of one environment, which goes with it. */
export class Scratch {
  #folder: string | undefined;

  /** Makes the folder, and returns its path. */
  make(): string {
    this.#folder = makeTemporaryFolder("tmp");
    return this.#folder;
  }

  async remove(): Promise<void> {
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
