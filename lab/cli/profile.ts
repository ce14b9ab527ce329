import { loadSharedConfigFiles } from "@smithy/core/config";
import type { SigningCredentials } from "../cloud/auth/key-pair.ts";
import { LabError } from "../lab-error.ts";

/** A profile can't be found, or says nothing that a command could sign with. */
export class NoProfile extends LabError {
  override readonly name = "NoProfile";
}

/** Who signs, and for which endpoint alone, if that is said. */
export interface Identity {
  readonly credentials: SigningCredentials;
  readonly endpoint?: string | undefined;
}

/**
 * The access key of a profile in AWS's shared files, which lie where AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE say.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
 */
export async function identityOf(profile: string): Promise<Identity> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const [config, secret] = [configFile, credentialsFile].map((file) =>
    Object.hasOwn(file, profile) ? file[profile] : undefined,
  );
  if (!config && !secret) throw new NoProfile(`The config profile (${profile}) could not be found`);
  const found = { ...config, ...secret };
  const {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    aws_session_token: sessionToken,
  } = found;
  if (!accessKeyId || !secretAccessKey)
    throw new NoProfile(`The profile ${profile} has no access key: a lab asks no other service for one`);
  return {
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    endpoint: found.endpoint_url,
  };
}
