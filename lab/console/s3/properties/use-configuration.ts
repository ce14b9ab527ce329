import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { unlessMissing } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";

/** Asks for one of a bucket's configurations: null where there is none, since no answer can't be kept. */
export function useConfiguration<T>(
  bucket: string,
  title: string,
  ask: () => Promise<T | undefined>,
): UseQueryResult<T | null, Error> {
  return useAnswer(["s3", "configuration", bucket, title], async () => (await unlessMissing(ask())) ?? null);
}

/** Changes one of a bucket's configurations, or deletes it. */
export function useConfigure<I>(
  bucket: string,
  title: string,
  change: (input: I) => Promise<unknown>,
): UseMutationResult<unknown, Error, I> {
  return useChange(change, {
    done: () => `Changed ${bucket}: ${title.toLowerCase()}`,
    stale: ["s3", "configuration", bucket, title],
    inForm: true,
  });
}

/** All of the configurations that a bucket has several of, each with an id; nothing when there are none. */
export async function allById<T>(
  ask: (token: string | undefined) => Promise<{
    readonly items: readonly T[] | undefined;
    readonly next: string | undefined;
  }>,
): Promise<readonly T[] | undefined> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await ask(token);
    all.push(...items);
    token = next;
  } while (token);
  return all.length === 0 ? undefined : all;
}

/** Puts the configurations that there are to be, and removes those that were before. */
export async function saveById<T extends { readonly Id: string | undefined }>(
  before: readonly T[],
  after: readonly T[],
  { put, remove }: { put(one: T): Promise<unknown>; remove(id: string): Promise<unknown> },
): Promise<void> {
  const kept = new Set(after.map(({ Id }) => Id));
  for (const one of after) await put(one);
  for (const { Id = "" } of before) if (!kept.has(Id)) await remove(Id);
}
