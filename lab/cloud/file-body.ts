import { readSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";

/** Bytes of a file, or of few that are here, both ends included. */
export interface Run {
  /** The path of a file, or the bytes. */
  readonly of: string | Buffer;
  readonly start: number;
  readonly end: number;
}

/** So many bytes are read at once: fewer of them cost less, many do not fit in the processor's cache. */
const PIECE = 256 * 1024;

/** How many pieces are on their way to a receiver at once, or read meanwhile. */
const BUFFERS = 3;

/** Milliseconds in which a piece is read that the system has in memory, and how many are left to a thread after one that was not. */
const QUICK = 1;
const LEFT = 16;

/** After so many bytes that were there at once, others get their turn. */
const TURN = 1024 * 1024;

/** A body whose bytes are runs of files, one after the other: a stream like any other, or `sendTo` with less work. */
export class FileBody extends Readable {
  readonly #pieces: Pieces;
  /** The size of a buffer: less for a small body. */
  readonly #size: number;
  readonly #closed: () => void;

  /** @param closed is called once, when nothing more is read */
  constructor(runs: readonly Run[], closed: () => void) {
    super({ highWaterMark: PIECE });
    this.#pieces = new Pieces(runs);
    const whole = runs.reduce((sum, { start, end }) => sum + end - start + 1, 0);
    this.#size = Math.min(PIECE, whole);
    this.#closed = closed;
  }

  override _read(): void {
    const buffer = Buffer.allocUnsafeSlow(this.#size);
    this.#pieces.next(buffer).then(
      (size) => this.push(size === 0 ? null : buffer.subarray(0, size)),
      (error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#closed();
    this.#pieces.close().then(
      () => done(error),
      (failed) => done(error ?? failed),
    );
  }

  /**
   * Writes the bytes, and ends the receiver. A few buffers serve all of them: fresh ones would cost more than the reading. Rejects
   * when a file can't be read, or the receiver goes away.
   */
  async sendTo(receiver: Writable): Promise<void> {
    const flight = new Flight(receiver, this.#size);
    let inTurn = 0;
    try {
      for (;;) {
        if (inTurn >= TURN) {
          await new Promise(setImmediate);
          inTurn = 0;
        }
        const buffer = await flight.nextBuffer();
        const quick = this.#pieces.quick(buffer);
        const size = quick ?? (await this.#pieces.next(buffer));
        if (size === 0) break;
        inTurn = quick === undefined ? 0 : inTurn + quick;
        flight.send(buffer, size);
      }
      receiver.end();
      await flight.landed();
    } finally {
      this.destroy();
    }
  }
}

/** Reads runs of files piece by piece. */
class Pieces {
  readonly #runs: Iterator<Run>;
  #run: Run | undefined;
  #file: FileHandle | undefined;
  #at = 0;
  #reading: Promise<unknown> = Promise.resolve();
  /** How many of the next pieces are left to a thread. */
  #left = 0;

  constructor(runs: readonly Run[]) {
    this.#runs = runs[Symbol.iterator]();
  }

  /** Reads the next bytes into a buffer, and tells how many they are: none at the end. */
  next(buffer: Buffer): Promise<number> {
    if (this.#left > 0) this.#left -= 1;
    const reading = this.#next(buffer);
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  /**
   * The same at once, when the next bytes are probably in memory, as those of a file mostly are that was written or read lately:
   * to have a thread read them, and to wait for it, costs twice as much. Where a disk has made this wait, threads do for a while.
   */
  quick(buffer: Buffer): number | undefined {
    if (this.#left > 0 || !this.#file || !this.#run || this.#at > this.#run.end) return undefined;
    const begun = performance.now();
    const size = readSync(this.#file.fd, buffer, 0, this.#most(this.#run, buffer), this.#at);
    if (performance.now() - begun > QUICK) this.#left = LEFT;
    return this.#advanced(size);
  }

  async #next(buffer: Buffer): Promise<number> {
    if (!this.#run || this.#at > this.#run.end) {
      await this.#file?.close();
      this.#file = undefined;
      this.#run = this.#runs.next().value;
      if (!this.#run) return 0;
      this.#at = this.#run.start;
      if (typeof this.#run.of === "string") this.#file = await open(this.#run.of);
    }
    return this.#advanced(await this.#read(this.#run, buffer));
  }

  async #read(run: Run, buffer: Buffer): Promise<number> {
    const most = this.#most(run, buffer);
    if (run.of instanceof Buffer) return run.of.copy(buffer, 0, this.#at, this.#at + most);
    return (await (this.#file as FileHandle).read(buffer, 0, most, this.#at)).bytesRead;
  }

  #most({ end }: Run, buffer: Buffer): number {
    return Math.min(buffer.length, end - this.#at + 1);
  }

  #advanced(size: number): number {
    if (size === 0) throw new Error("A file is shorter than it was");
    this.#at += size;
    return size;
  }

  /** Reads no more. A read under way ends first: it has the file, and a buffer. */
  async close(): Promise<void> {
    await this.#reading;
    await this.#file?.close();
    this.#file = undefined;
  }
}

/** Buffers on their way to a receiver. */
class Flight {
  readonly #receiver: Writable;
  readonly #size: number;
  /** Those that nobody reads. The one that landed last is in the processor's cache still, and used next. */
  readonly #free: Buffer[] = [];
  #flying = 0;
  #failed: Error | undefined;
  /** Wakes who waits for a buffer, or for the last one to land. */
  #wake: () => void = () => undefined;

  /** @param size of a buffer */
  constructor(receiver: Writable, size: number) {
    this.#receiver = receiver;
    this.#size = size;
    receiver.once("close", () => {
      if (!receiver.writableFinished) this.#land(new Error("The receiver went away"));
    });
  }

  /** A buffer that nobody reads any more. It is the caller's until it is sent. */
  async nextBuffer(): Promise<Buffer> {
    await this.#until(BUFFERS - 1);
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#size);
  }

  /** @param size of what is in the buffer */
  send(buffer: Buffer, size: number): void {
    this.#flying += 1;
    this.#receiver.write(buffer.subarray(0, size), (error) => {
      this.#flying -= 1;
      this.#free.push(buffer);
      this.#land(error);
    });
  }

  async landed(): Promise<void> {
    await this.#until(0);
  }

  /** Resolves when no more than so many buffers fly. */
  async #until(most: number): Promise<void> {
    while (this.#flying > most && !this.#failed)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#failed) throw this.#failed;
  }

  #land(error?: Error | null): void {
    if (error) this.#failed ??= error;
    this.#wake();
  }
}
