import { createHash, randomUUID } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { openRepository } from "../repositories/repositories.ts";
import type { Ecr, EcrContext } from "../state.ts";

/** How much of a layer a client sends at once, in bytes. */
const PART = 20 * 2 ** 20;

export const initiateLayerUpload: Ecr["InitiateLayerUpload"] = ({ repositoryName }, context) => {
  openRepository(repositoryName, context);
  const uploadId = randomUUID();
  context.state.uploads.set(uploadId, { repository: keyOf(repositoryName, context).join(" "), parts: [], size: 0 });
  return { uploadId, partSize: PART };
};

export const uploadLayerPart: Ecr["UploadLayerPart"] = (input, context) => {
  const { repositoryName, uploadId, partFirstByte, partLastByte, layerPartBlob } = input;
  const upload = openUpload(repositoryName, uploadId, context);
  if (partFirstByte !== upload.size || partLastByte !== partFirstByte + layerPartBlob.length - 1) {
    const message = `The layer part's bytes ${partFirstByte} to ${partLastByte} do not follow the last one, ${upload.size - 1}`;
    throw new AwsError("InvalidLayerPartException", message);
  }
  upload.parts.push(Buffer.from(layerPartBlob));
  upload.size += layerPartBlob.length;
  return { registryId: context.account, repositoryName, uploadId, lastByteReceived: partLastByte };
};

export const completeLayerUpload: Ecr["CompleteLayerUpload"] = async (input, context) => {
  const { repositoryName, uploadId, layerDigests } = input;
  const { cloud, state } = context;
  const upload = openUpload(repositoryName, uploadId, context);
  if (upload.size === 0) throw new AwsError("EmptyUploadException", "The layer upload has no parts");
  const bytes = Buffer.concat(upload.parts, upload.size);
  const digest = digestOf(bytes);
  if (!layerDigests.includes(digest)) {
    throw new AwsError("InvalidLayerException", `The layer's digest is ${digest}, and not ${layerDigests.join(", ")}`);
  }
  state.uploads.delete(uploadId);
  const key = [...keyOf(repositoryName, context), digest] as const;
  if (state.layers.has(...key)) {
    throw new AwsError("LayerAlreadyExistsException", `Layer with digest ${digest} already exists`);
  }
  const blob = await cloud.store.blobs.stage(bytes);
  cloud.store.write(() => state.layers.put(key, { blob: cloud.store.blobs.keep(blob), size: bytes.length }));
  return { registryId: context.account, repositoryName, uploadId, layerDigest: digest };
};

export const batchCheckLayerAvailability: Ecr["BatchCheckLayerAvailability"] = (input, context) => {
  openRepository(input.repositoryName, context);
  const layers = input.layerDigests.map((layerDigest) => {
    const layer = context.state.layers.get(...keyOf(input.repositoryName, context), layerDigest);
    if (!layer) return { layerDigest, layerAvailability: "UNAVAILABLE" as const };
    return { layerDigest, layerAvailability: "AVAILABLE" as const, layerSize: layer.size };
  });
  return { layers, failures: [] };
};

export const getDownloadUrlForLayer: Ecr["GetDownloadUrlForLayer"] = ({ repositoryName, layerDigest }, context) => {
  openRepository(repositoryName, context);
  const layer = context.state.layers.get(...keyOf(repositoryName, context), layerDigest);
  if (!layer) {
    const message = `The layer with digest '${layerDigest}' does not exist in the repository with name '${repositoryName}'`;
    throw new AwsError("LayersNotFoundException", message);
  }
  return { downloadUrl: context.state.downloads.offer(layer.blob), layerDigest };
};

/** The digest of bytes, as the registry names them. */
export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The key under which a repository's things are. */
export function keyOf(repositoryName: string, { account, region }: Pick<EcrContext, "account" | "region">) {
  return [account, region, repositoryName] as const;
}

function openUpload(repositoryName: string, uploadId: string, context: EcrContext) {
  openRepository(repositoryName, context);
  const upload = context.state.uploads.get(uploadId);
  if (upload?.repository === keyOf(repositoryName, context).join(" ")) return upload;
  throw new AwsError("UploadNotFoundException", `The upload '${uploadId}' does not exist`);
}
