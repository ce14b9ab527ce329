import { LARGEST_PICTURE } from "../../picture.ts";
import { add, isTaken, load } from "./album.ts";
import { NoConnection, Refused, said, uploadForm } from "./api.ts";
import { freeName } from "./names.ts";
import { notify } from "./notices.ts";
import { atMost } from "./queue.ts";
import { send } from "./sending.ts";
import { Store } from "./store.ts";

/** A picture on its way into the album. */
export interface Upload {
  readonly key: number;
  readonly file: File;
  readonly name: string;
  readonly state: "waiting" | "sending" | "done" | "failed";
  /** From 0 to 1. */
  readonly progress: number;
  readonly problem?: Problem;
}

/** Why an upload failed, and whether another attempt may succeed. */
export interface Problem {
  readonly text: string;
  readonly again: boolean;
  readonly offline?: boolean;
}

export const uploads = new Store<readonly Upload[]>([]);

/** URLs of the pictures that were uploaded from this page, which show them without asking anybody. */
export const local = new Map<string, string>();

const inTurn = atMost(3);
const aborts = new Map<number, AbortController>();
/** The names of what is on its way. */
const claimed = new Set<string>();
/** For so many milliseconds the list stays when all is done, so that its ticks are seen. */
const SEEN = 1000;
let last = 0;
let added = 0;

/** Uploads files, three at a time. Each keeps its name unless another picture has it, which may have come in the meantime. */
export async function upload(files: Iterable<File>): Promise<void> {
  const fresh = [...files].map(
    (file): Upload => ({ key: ++last, file, name: file.name, state: "waiting", progress: 0 }),
  );
  uploads.value = [...uploads.value, ...fresh];
  await load();
  for (const { key } of fresh) start(key);
}

/** Another attempt. */
export function again(key: number): void {
  change(key, { state: "waiting", progress: 0, problem: undefined });
  start(key);
}

/** Gives an upload up, and takes it from the list. */
export function cancel(key: number): void {
  aborts.get(key)?.abort();
  uploads.value = uploads.value.filter((upload) => upload.key !== key);
  settle();
}

async function start(key: number): Promise<void> {
  const file = uploads.value.find((upload) => upload.key === key)?.file;
  // It was cancelled before it began.
  if (!file) return;
  const name = freeName(file.name, (one) => isTaken(one) || claimed.has(one));
  claimed.add(name);
  change(key, { name });
  const abort = new AbortController();
  const { signal } = abort;
  aborts.set(key, abort);
  const url = URL.createObjectURL(file);
  try {
    await check(file, url);
    await inTurn(async () => {
      change(key, { state: "sending" });
      const form = await uploadForm(name, file.type);
      await send(form, file, { signal, progress: (progress) => change(key, { progress }) });
    }, signal);
    local.set(name, url);
    add({ id: name, url, size: file.size, lastModified: new Date().toISOString() });
    change(key, { state: "done", progress: 1 });
    added++;
  } catch (error) {
    URL.revokeObjectURL(url);
    if (!signal.aborted) change(key, { state: "failed", problem: problemOf(error) });
  }
  aborts.delete(key);
  claimed.delete(name);
  settle();
}

/** What is refused without sending it anywhere. */
class Unfit extends Error {}

const TOO_LARGE = "It is larger than 10 MB.";

async function check(file: File, url: string): Promise<void> {
  if (!file.type.startsWith("image/")) throw new Unfit("It is not a picture.");
  if (file.size > LARGEST_PICTURE) throw new Unfit(TOO_LARGE);
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => {
    throw new Unfit("It is not a picture this browser can show.");
  });
}

function problemOf(error: unknown): Problem {
  if (error instanceof Unfit) return { text: error.message, again: false };
  if (error instanceof NoConnection) return { text: "There is no connection.", again: true, offline: true };
  if (error instanceof Refused && error.message === "EntityTooLarge") return { text: TOO_LARGE, again: false };
  if (error instanceof Refused && error.message === "Invalid filename")
    return { text: "The album can't use this name.", again: false };
  return { text: said(error), again: true };
}

/** When nothing is on its way any more: says what was added, and clears the list of all but what failed. */
function settle(): void {
  if (isBusy()) return;
  if (added === 0) {
    clear();
    return;
  }
  setTimeout(clear, SEEN);
  notify({ kind: "done", text: added === 1 ? "1 picture was added." : `${added} pictures were added.` });
  added = 0;
  load();
}

/** Leaves what failed in the list. Files may have been chosen meanwhile: then all goes when they have come, too. */
function clear(): void {
  if (!isBusy()) uploads.value = uploads.value.filter(({ state }) => state === "failed");
}

function isBusy(): boolean {
  return uploads.value.some(({ state }) => state === "waiting" || state === "sending");
}

function change(key: number, changes: Partial<Upload>): void {
  uploads.value = uploads.value.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload));
}

/** What had no connection tries again as soon as there is one. */
addEventListener("online", () => {
  for (const { key, problem } of uploads.value) if (problem?.offline) again(key);
});
