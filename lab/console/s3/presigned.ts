import { GetObjectCommand, type PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { nameOf } from "./addresses.ts";
import type { BrowserS3Client } from "./client.ts";

/** Long enough to begin what a click asks for. */
const SOON = 15 * 60;

/** A URL that does one thing, for whoever has it, for so many seconds. */
export async function presigned(
  client: BrowserS3Client,
  command: GetObjectCommand | PutObjectCommand,
  expiresIn = SOON,
): Promise<string> {
  // The cloud's clock can be another than the browser's: the client has learnt by how much from the answers before.
  const signingDate = new Date(Date.now() + client.config.systemClockOffset);
  return await getSignedUrl(client, command, { expiresIn, signingDate });
}

/** Has the browser download an object, or one of its versions. It is saved, never shown: it could be a page with scripts. */
export async function download(client: BrowserS3Client, Bucket: string, Key: string, VersionId?: string) {
  // https://www.rfc-editor.org/rfc/rfc6266#section-4.3
  const name = encodeURIComponent(nameOf(Key)).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  const command = new GetObjectCommand({
    Bucket,
    Key,
    VersionId,
    ResponseContentDisposition: `attachment; filename*=UTF-8''${name}`,
  });
  const link = document.createElement("a");
  link.href = await presigned(client, command);
  link.download = "";
  link.click();
}
