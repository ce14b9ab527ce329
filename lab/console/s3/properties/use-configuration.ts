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
