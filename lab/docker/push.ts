import {
  CompleteLayerUploadCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import { checkThisMachine } from "../targets/this-machine.ts";
import type { OciImage } from "./oci.ts";

const PART = 10 * 2 ** 20;

/** Pushes an image to the repository of a lab that its name says, over ECR's own API. */
export async function push(name: string, { manifest, blobs }: OciImage, endpoint: string): Promise<void> {
  checkThisMachine(endpoint);
  const [, account = "", region = "", repositoryName = "", imageTag] =
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:]+)(?::(.+))?$/.exec(name) ?? [];
  if (!repositoryName) throw new Error(`${name} does not name an image in an ECR repository`);
  const credentials = credentialsOf(account);
  const ecr = new ECRClient({ endpoint, region, credentials });
  try {
    for (const [digest, bytes] of blobs) await upload(ecr, repositoryName, digest, bytes);
    await ecr
      .send(new PutImageCommand({ repositoryName, imageManifest: manifest, imageTag }))
      .catch(unless("ImageAlreadyExistsException"));
  } finally {
    ecr.destroy();
  }
}

/** Those that the CDK was given; an account's number is a key of its root where those are well-known. */
function credentialsOf(account: string) {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
  if (!id || !secret || secret === "test") return { accessKeyId: account, secretAccessKey: "test" };
  return { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) };
}

async function upload(ecr: ECRClient, repositoryName: string, digest: string, bytes: Buffer): Promise<void> {
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  for (let at = 0; at < bytes.length; at += PART) {
    const layerPartBlob = bytes.subarray(at, at + PART);
    const part = { partFirstByte: at, partLastByte: at + layerPartBlob.length - 1, layerPartBlob };
    await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
  }
  const complete = new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] });
  await ecr.send(complete).catch(unless("LayerAlreadyExistsException"));
}

function unless(name: string) {
  return (error: Error) => {
    if (error.name !== name) throw error;
  };
}
