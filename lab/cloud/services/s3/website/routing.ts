import type { RoutingRule } from "@aws-sdk/client-s3";

/** Where a redirect leads to. What is left out is as the request has it. */
export interface Destination {
  readonly status: number;
  readonly protocol?: string | undefined;
  readonly host?: string | undefined;
  readonly key: string;
}

/**
 * What the first routing rule that fits says of a key; one with an error code fits when the request came to that error.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html#advanced-conditional-redirects
 *
 * @param error the status that the request would be answered with; undefined before anything was looked for
 */
export function routed(rules: readonly RoutingRule[], key: string, error?: number): Destination | undefined {
  const rule = rules.find(({ Condition = {} }) => {
    const { KeyPrefixEquals = "", HttpErrorCodeReturnedEquals: code } = Condition;
    const isItsTurn = error === undefined ? code === undefined : code === String(error);
    return isItsTurn && key.startsWith(KeyPrefixEquals);
  });
  if (!rule?.Redirect) return undefined;
  const { HostName, HttpRedirectCode, Protocol, ReplaceKeyPrefixWith, ReplaceKeyWith } = rule.Redirect;
  const prefix = rule.Condition?.KeyPrefixEquals ?? "";
  const replaced = ReplaceKeyPrefixWith === undefined ? key : ReplaceKeyPrefixWith + key.slice(prefix.length);
  return {
    status: Number(HttpRedirectCode ?? 301),
    protocol: Protocol,
    host: HostName,
    key: ReplaceKeyWith ?? replaced,
  };
}
