import { Readable } from "node:stream";
import { calledVia } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { collect } from "../../../door/http.ts";
import type { Context } from "../../../service/service.ts";
import { violationOf } from "../../../wire/constraints.ts";
import { validationError } from "../errors.ts";
import { readAhead } from "./read-ahead.ts";

/** The longest template that a request may carry, and that a bucket may hold. */
const LONGEST_BODY = 51_200;
const LONGEST_OBJECT = 1_000_000;

/** Where a request says its template is. */
export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

/**
 * The text of the template of a request.
 * @param previous the stack's present template, which the request may ask for
 * Rejects with AWS's ValidationError when there is none, more than one, or one that can't be read.
 */
export async function templateText(source: TemplateSource, context: Context, previous?: string): Promise<string> {
  const { TemplateBody, TemplateURL, UsePreviousTemplate } = source;
  const sources = [TemplateBody, TemplateURL, UsePreviousTemplate || undefined].filter((given) => given !== undefined);
  if (sources.length !== 1) throw validationError("Either Template URL or Template Body must be specified.");
  if (TemplateURL !== undefined) return await readAhead(await downloaded(TemplateURL, context));
  const text = TemplateBody ?? previous;
  if (text === undefined) throw validationError("No previous template available for the stack");
  if (TemplateBody !== undefined && Buffer.byteLength(TemplateBody) > LONGEST_BODY)
    throw validationError(
      violationOf(
        "templateBody",
        `Member must have length less than or equal to ${LONGEST_BODY}`,
        `${TemplateBody.slice(0, 100)}…`,
      ),
    );
  return await readAhead(text);
}

/** The text of a snippet at a location such as `s3://bucket/key`. Rejects with AWS's ValidationError when it can't be read. */
export async function snippetText(location: string, context: Context): Promise<string> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  const address = Bucket && Key ? { Bucket, Key } : objectAddress(location, context.cloud);
  if (!address) throw validationError(`Transform AWS::Include failed with: The location ${location} is not one in S3`);
  return await readAhead(await read(address, context));
}

async function downloaded(url: string, context: Context): Promise<string> {
  const address = objectAddress(url, context.cloud);
  if (!address) throw validationError("TemplateURL must be a supported URL.");
  return await read(address, context);
}

async function read(address: { Bucket: string; Key: string }, { cloud, caller, region }: Context): Promise<string> {
  const { Body, ContentLength = 0 } = await cloud
    .clients(calledVia(caller, "cloudformation.amazonaws.com"), region)
    .s3.GetObject(address)
    .catch((error: Error) => {
      throw validationError(
        `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
      );
    });
  if (ContentLength > LONGEST_OBJECT) throw validationError(`Template may not exceed ${LONGEST_OBJECT} bytes in size.`);
  const body = Body instanceof Readable ? await collect(Body, LONGEST_OBJECT) : Buffer.from((Body as Uint8Array) ?? "");
  return body.toString("utf8");
}

/** The bucket and key that a URL addresses, on AWS (whose buckets are the cloud's own here) or at the cloud's endpoint. */
export function objectAddress(
  url: string,
  cloud: Pick<Cloud, "endpoint">,
): { Bucket: string; Key: string } | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  const path = decodeURIComponent(parsed.pathname).slice(1);
  const onAws = /^(?:(.+)\.)?s3[.-](?:dualstack\.)?(?:[a-z0-9-]+\.)?amazonaws\.com$/.exec(parsed.hostname);
  const here = parsed.host === new URL(cloud.endpoint).host || /(^|\.)localhost(\.|$)/.test(parsed.hostname);
  const bucket = onAws?.[1] ?? /^(.+)\.s3\.localhost/.exec(parsed.hostname)?.[1];
  if (!onAws && !here) return undefined;
  const [Bucket = "", Key = ""] = bucket ? [bucket, path] : split(path);
  return Bucket && Key ? { Bucket, Key } : undefined;
}

function split(path: string): [bucket: string, key: string] {
  const slash = path.indexOf("/");
  return slash < 0 ? [path, ""] : [path.slice(0, slash), path.slice(slash + 1)];
}
