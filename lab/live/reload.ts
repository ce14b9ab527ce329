import { type FSWatcher, watch } from "node:fs";
import { dirname, relative } from "node:path";
import { LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import type { ClientSettings } from "../targets/client-settings.ts";
import { Bundle } from "./bundle.ts";
import type { LiveFunction } from "./sources.ts";

/** Editors write a file in several steps; this many milliseconds after the first one it is whole. */
const SETTLING = 10;

/** What a reload needs. */
export interface Reloading {
  readonly settings: ClientSettings;
  /** A debugger is to find the sources. */
  readonly sourceMap?: boolean;
  /** Receives what a person who saves files wants to read. */
  readonly log: (line: string) => void;
}

/**
 * Keeps a function's code as its source is: when one of the files it is made from is saved, the next request runs it. What
 * does not compile is told, and the code before stays.
 */
export class LiveReload {
  readonly #fn: LiveFunction;
  readonly #reloading: Reloading;
  readonly #bundle: Bundle;
  readonly #client: LambdaClient;
  readonly #watched = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(fn: LiveFunction, reloading: Reloading) {
    this.#fn = fn;
    this.#reloading = reloading;
    this.#bundle = new Bundle(fn.source, reloading.sourceMap ?? false, fn.browser);
    this.#client = new LambdaClient(reloading.settings);
  }

  /** Begins to watch. What is deployed is taken for what the source says now. */
  async start(): Promise<void> {
    const { zip, files } = await this.#bundle.build();
    // A rehearsal: the first real one is as quick as the others then.
    await this.#client.send(new UpdateFunctionCodeCommand({ FunctionName: this.#fn.name, ZipFile: zip, DryRun: true }));
    this.#watch(files);
  }

  /** Bundles the source and puts it in the place of the function's code. */
  async reload(): Promise<void> {
    const begun = performance.now();
    const { source, name } = this.#fn;
    try {
      const { zip, files } = await this.#bundle.build();
      this.#watch(files);
      await this.#client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip }));
      const took = Math.round(performance.now() - begun);
      this.#reloading.log(`↻ ${relative("", source)} is live in ${name} (${took} ms)`);
    } catch (error) {
      this.#reloading.log(
        `✗ ${relative("", source)} is not live; the last good code keeps running:\n${(error as Error).message}`,
      );
    }
  }

  /** Stops watching. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const watcher of this.#watched.values()) watcher.close();
    await this.#work;
    await this.#bundle.close();
    this.#client.destroy();
  }

  /** Watches folders rather than files: an editor may put a new file in the place of the one it saves. */
  #watch(files: readonly string[]): void {
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      if (!this.#watched.has(folder))
        this.#watched.set(
          folder,
          watch(folder, () => this.#changed()),
        );
    }
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work = this.#work.then(() => this.reload());
    }, SETTLING);
  }
}
