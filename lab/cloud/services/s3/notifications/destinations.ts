import { serviceIn } from "../../../auth/caller.ts";
import { isHere } from "../../../destination.ts";
import type { Bucket, S3Context } from "../state.ts";

/** Why S3 could not notify a destination; nothing when it could. */
export async function problemOf(arn: string, bucket: Bucket, { cloud }: S3Context): Promise<string | undefined> {
  const [, , service = "", region = "", account = ""] = arn.split(":");
  if (region !== bucket.region)
    return "The notification destination service region is not valid for the bucket location constraint";
  if (service !== "lambda") return isHere(service) ? undefined : `Skylab does not have the service ${service} yet`;
  const clients = cloud.clients(serviceIn(account, "s3.amazonaws.com"), region);
  const { Policy } = await clients.lambda.GetPolicy({ FunctionName: arn }).catch(() => ({ Policy: undefined }));
  const { Statement = [] }: { Statement?: Statement[] } = JSON.parse(Policy ?? "{}");
  return Statement.some((statement) => lets(statement, bucket))
    ? undefined
    : `Not authorized to invoke function [${arn}]`;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Principal: string | { readonly Service?: string; readonly AWS?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Whether a function's permission lets S3 in for a bucket. */
function lets({ Effect, Action, Principal, Condition = {} }: Statement, { name, account }: Bucket): boolean {
  const principal = typeof Principal === "string" ? Principal : (Principal.Service ?? Principal.AWS);
  if (Effect !== "Allow" || !["s3.amazonaws.com", "*"].includes(principal ?? "")) return false;
  if (!["lambda:InvokeFunction", "lambda:*", "*"].includes(Action)) return false;
  return Object.values(Condition)
    .flatMap((keys) => Object.entries(keys))
    .every(([key, value]) => {
      if (/^aws:sourcearn$/i.test(key)) return matches(value, `arn:aws:s3:::${name}`);
      return !/^aws:sourceaccount$/i.test(key) || value === account;
    });
}

/** Whether an ARN is like a pattern with stars and question marks. */
function matches(pattern: string, arn: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(arn);
}
