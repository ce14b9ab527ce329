import { rm, writeFile } from "node:fs/promises";
import type { KeyPair } from "../../cloud/auth/key-pair.ts";
import type { LabPlace } from "../../targets/client-settings.ts";

/** Writes a file for a shell to source, which only its owner may read: with it, tools call a lab as somebody. */
export async function writeEnvironment(
  file: string,
  who: string,
  { endpoint, region, accessKeyId, secretAccessKey }: LabPlace & KeyPair,
): Promise<void> {
  const lines = [
    `# ${who}`,
    `export AWS_ENDPOINT_URL=${endpoint} AWS_ENDPOINT_URL_S3=${endpoint}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    "unset AWS_SESSION_TOKEN AWS_PROFILE",
    "",
  ];
  // The mode counts for new files alone.
  await rm(file, { force: true });
  await writeFile(file, lines.join("\n"), { mode: 0o600, flag: "wx" });
}
