import type { Context } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";

/** What names a queue. */
export interface QueueName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

const NAME = /^[A-Za-z0-9_-]{1,80}$/;
const FIFO_NAME = /^[A-Za-z0-9_-]{1,75}\.fifo$/;

/** Whether it is of a first-in-first-out queue. */
export function isFifo({ name }: Pick<QueueName, "name">): boolean {
  return name.endsWith(".fifo");
}

/** Throws AWS's error for a name that no queue of the kind may have. */
export function checkName(name: string, wantsFifo: boolean): void {
  if (wantsFifo && !FIFO_NAME.test(name)) {
    throw invalidParameter(
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  }
  if (!wantsFifo && !NAME.test(name))
    throw invalidParameter("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

export function arnOf({ account, region, name }: QueueName): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** The queue that an ARN names; nothing when it names none. */
export function readArn(arn: string): QueueName | undefined {
  const [, region, account, name] = /^arn:aws:sqs:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_.-]{1,80})$/.exec(arn) ?? [];
  return region === undefined || account === undefined || name === undefined ? undefined : { region, account, name };
}

/** A queue's URL, at the address by which the caller reached the lab. */
export function urlOf({ account, name }: QueueName, { cloud, http }: Pick<Context, "cloud" | "http">): string {
  const host = http?.headers.host;
  const origin = host === undefined ? cloud.endpoint : `${new URL(cloud.endpoint).protocol}//${host}`;
  return `${origin}/${account}/${name}`;
}

/**
 * The queue that a URL names by the end of its path, whatever its host: clients keep URLs from elsewhere. The name alone is the
 * caller's own queue. Nothing when it names none.
 */
export function readUrl(url: string, { account, region }: Pick<Context, "account" | "region">): QueueName | undefined {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  const parts = path.split("/").filter((part) => part !== "");
  const name = parts.at(-1);
  if (name === undefined || !/^[A-Za-z0-9_.-]{1,80}$/.test(name)) return undefined;
  const owner = parts.at(-2);
  if (owner === undefined) return url.includes("/") ? undefined : { account, region, name };
  return /^\d{12}$/.test(owner) ? { account: owner, region, name } : undefined;
}
