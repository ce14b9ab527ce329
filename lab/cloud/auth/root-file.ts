import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cloud } from "../cloud.ts";
import { FIRST_ACCOUNT } from "./caller.ts";

/** In the state's folder: how the first account's root signs, while no well-known key opens it. */
export const ROOT_FILE = "root.env";

/**
 * Keeps the root's key pair in the state's folder while the well-known keys are off, and removes it when they are on. A new pair
 * is told in the log, once.
 *
 * How one gets in first: whoever may read the folder of a lab's state holds all of the lab anyway, so that is whom the file is
 * for. The `lab` command reads it by itself; in a container, `docker exec … cat /data/root.env` does.
 */
export function keepRootFile({ credentials, endpoint, folder, region, log }: Cloud): void {
  const file = join(folder, ROOT_FILE);
  rmSync(file, { force: true });
  if (credentials.wellKnownKeys === "on") return;
  const isNew = !credentials.hasRootKey(FIRST_ACCOUNT);
  const { accessKeyId, secretAccessKey } = credentials.rootKey(FIRST_ACCOUNT);
  const lines = [
    `# The root of account ${FIRST_ACCOUNT}, who runs this lab`,
    `export AWS_ENDPOINT_URL=${endpoint} AWS_ENDPOINT_URL_S3=${endpoint}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    "unset AWS_SESSION_TOKEN AWS_PROFILE",
    "",
  ];
  if (isNew)
    log(
      `Well-known keys open no account. The root of ${FIRST_ACCOUNT} signs with AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}; it is kept in ${file}, and told this once.`,
    );
  writeFileSync(file, lines.join("\n"), { mode: 0o600, flag: "wx" });
}
