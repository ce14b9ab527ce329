import { PutObjectCommand } from "@aws-sdk/client-s3";
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { BrowserS3Client } from "../client.ts";
import { presigned } from "../presigned.ts";
import { send } from "./send.ts";

/** A file on its way. */
export interface Upload {
  readonly id: number;
  readonly key: string;
  readonly size: number;
  readonly sent: number;
  readonly state: "waiting" | "sending" | "done" | "failed" | "stopped";
  /** What went wrong, as AWS words it. */
  readonly error?: string;
}

/** The files that are, or were, on their way into a bucket. */
export interface Uploads {
  readonly all: readonly Upload[];
  add(files: readonly File[], folder: string): void;
  /** Ends one that is under way. */
  stop(id: number): void;
  /** Forgets those that are not under way. */
  clear(): void;
}

interface Job {
  readonly id: number;
  readonly key: string;
  readonly file: File;
  readonly abort: AbortController;
}

/** How many go at once: browsers open six connections to a server, and the page needs some itself. */
const AT_ONCE = 3;

let last = 0;

/** Uploads files into a bucket. Those that are under way end with the page. */
export function useUploads(bucket: string): Uploads {
  const client = useClient(BrowserS3Client);
  const [all, setAll] = useState<readonly Upload[]>([]);
  const jobs = useRef(new Map<number, Job>());
  const waiting = useRef<Job[]>([]);
  const running = useRef(0);

  const set = useCallback((id: number, change: Partial<Upload>) => {
    setAll((before) => before.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
  }, []);

  const { mutateAsync } = useChange(
    async ({ id, key, file, abort: { signal } }: Job) => {
      try {
        set(id, { state: "sending" });
        const url = await presigned(client, new PutObjectCommand({ Bucket: bucket, Key: key }));
        await send(url, file, { signal, onProgress: (sent) => set(id, { sent }) });
        set(id, { state: "done", sent: file.size });
      } catch (error) {
        if (signal.aborted) return set(id, { state: "stopped" });
        set(id, { state: "failed", error: (error as Error).message });
        throw error;
      }
    },
    { stale: ["s3", "objects", bucket] },
  );

  const next = useCallback(() => {
    while (running.current < AT_ONCE) {
      const job = waiting.current.shift();
      if (!job) return;
      running.current += 1;
      mutateAsync(job)
        .catch(() => undefined)
        .finally(() => {
          running.current -= 1;
          jobs.current.delete(job.id);
          next();
        });
    }
  }, [mutateAsync]);

  useEffect(() => {
    const under = jobs.current;
    return () => {
      waiting.current = [];
      for (const { abort } of under.values()) abort.abort();
    };
  }, []);

  return {
    all,
    add: (files, folder) => {
      const added = files.map((file) => {
        last += 1;
        return { id: last, key: folder + file.name, file, abort: new AbortController() };
      });
      for (const job of added) jobs.current.set(job.id, job);
      waiting.current.push(...added);
      setAll((before) => [
        ...before,
        ...added.map(({ id, key, file }) => ({ id, key, size: file.size, sent: 0, state: "waiting" as const })),
      ]);
      next();
    },
    stop: (id) => {
      const job = jobs.current.get(id);
      job?.abort.abort();
      if (job && waiting.current.includes(job)) {
        waiting.current = waiting.current.filter((one) => one !== job);
        jobs.current.delete(id);
        set(id, { state: "stopped" });
      }
    },
    clear: () => setAll((before) => before.filter(isUnderWay)),
  };
}

export function isUnderWay({ state }: Upload): boolean {
  return state === "waiting" || state === "sending";
}
