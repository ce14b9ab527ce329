import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import type { HttpRequest } from "@smithy/core/protocols";

/** A client of S3 whose requests, and presigned URLs, survive the way through a browser. */
export class BrowserS3Client extends S3Client {
  constructor(config: S3ClientConfig) {
    // A presigned URL is made before its body is known: a checksum in it would be that of nothing.
    super({ ...config, requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" });
    this.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as HttpRequest;
        request.path = withoutDotSegments(request.path);
        return next(args);
      },
      { step: "build", name: "keepDotsMiddleware", priority: "low" },
    );
  }
}

/**
 * A path of a bucket and a key that a browser sends as it is. It would take `a/../b` for `b` (https://url.spec.whatwg.org/#path-state),
 * unless the slashes of the key are written as what they are: characters.
 */
export function withoutDotSegments(path: string): string {
  const [, bucket = "", ...segments] = path.split("/");
  if (!segments.some((segment) => segment === "." || segment === "..")) return path;
  if (segments.length === 1) throw new Error(`Browsers can't request an object whose key is ${segments[0]}`);
  return `/${bucket}/${segments.join("%2F")}`;
}
