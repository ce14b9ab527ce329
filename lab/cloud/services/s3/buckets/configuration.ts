import { AwsError } from "../../../errors.ts";
import { type Addressed, openBucket } from "../access/buckets.ts";
import type { Bucket } from "../records.ts";
import type { S3Context } from "../state.ts";

/** One of the settings that a bucket may have: PutBucketX stores it, GetBucketX answers it as it was put. */
export interface Configuration<V extends object> {
  /** What the bucket has, or undefined. */
  of(bucket: Bucket): V | undefined;
  /** Nothing is a value too: it takes away what there was. */
  put(context: S3Context, input: Addressed, value: V | undefined): Record<string, never>;
  /** Throws S3's own error, or answers the default, when the bucket has none. */
  get(context: S3Context, input: Addressed): V;
  /** That it was never there is a success. */
  delete(context: S3Context, input: Addressed): Record<string, never>;
}

/**
 * Declares a configuration.
 * @param name under which it is stored
 * @param absent what reading it gives while there is none: an error that `notConfigured` makes, or a default
 */
export function configuration<V extends object>(
  name: string,
  absent: V | ((bucket: string) => AwsError),
): Configuration<V> {
  const of = (bucket: Bucket) => bucket.configurations[name] as V | undefined;
  const set = (context: S3Context, input: Addressed, value: V | undefined) => {
    const { cloud, state } = context;
    cloud.store.write(() => {
      const bucket = openBucket(context, input);
      state.buckets.put([bucket.name], { ...bucket, configurations: { ...bucket.configurations, [name]: value } });
    });
    return {};
  };
  return {
    of,
    put: set,
    delete: (context, input) => set(context, input, undefined),
    get(context, input) {
      const value = of(openBucket(context, input));
      if (value !== undefined) return value;
      if (typeof absent === "function") throw absent(input.Bucket);
      return absent;
    },
  };
}

/** What the model does not tell: some that put a configuration are answered 204. */
export function withoutContent<R>(answer: R, { http }: Pick<S3Context, "http">): R {
  if (http) http.status = 204;
  return answer;
}

/** The 404 with a code of its own that S3 answers for a configuration which was never put. */
export function notConfigured(code: string, message: string): (bucket: string) => AwsError {
  return (BucketName) => new AwsError(code, message, 404, { BucketName });
}
