/** The jobs that are being done. */
export class RunningJobs {
  /** The lab is closing: each ends after its next step, and goes on when the lab starts again. */
  isClosing = false;
  readonly #running = new Set<Promise<void>>();

  /** Keeps a job in mind until it ends. */
  async add(job: Promise<void>): Promise<void> {
    this.#running.add(job);
    try {
      await job;
    } catch (error) {
      if (!(error instanceof Closing)) throw error;
    } finally {
      this.#running.delete(job);
    }
  }

  /** Throws when the lab is closing. */
  check(): void {
    if (this.isClosing) throw new Closing();
  }

  /** Waits for the steps that are being done. */
  async close(): Promise<void> {
    this.isClosing = true;
    await Promise.allSettled(this.#running);
  }
}

/** The lab is closing. */
class Closing extends Error {}
