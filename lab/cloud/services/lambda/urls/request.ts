import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { Exchange } from "../../../service/service.ts";
import { incomingOf } from "../../../web/incoming.ts";
import { eventV2, iamIdentity } from "../../../web/payload-v2.ts";
import type { FunctionUrlRecord } from "../records.ts";

/** A request to a function URL. */
export interface UrlRequest {
  readonly exchange: Exchange;
  readonly cloud: Cloud;
  readonly url: FunctionUrlRecord;
  /** As sent, percent-encoded, without what names the URL. */
  readonly path: string;
  readonly body: Buffer;
  readonly caller: Caller;
}

/**
 * The event that a function URL hands to its function.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-request-payload
 */
export function eventOf({ exchange, cloud, url, path, body, caller }: UrlRequest): object {
  const isSigned = url.authType === "AWS_IAM";
  return eventV2(incomingOf(exchange, path, body, cloud.clock.date()), {
    front: "function URL",
    routeKey: "$default",
    rawPath: path,
    accountId: isSigned ? caller.account : "anonymous",
    apiId: url.id,
    stage: "$default",
    authorizer: isSigned ? { iam: iamIdentity(caller) } : undefined,
  });
}
