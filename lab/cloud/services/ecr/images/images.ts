import type { ImageIdentifier } from "@aws-sdk/client-ecr";
import { AwsError } from "../../../errors.ts";
import { digestOf, keyOf } from "../layers/uploads.ts";
import type { ImageRecord } from "../records.ts";
import { openRepository } from "../repositories/repositories.ts";
import type { Ecr, EcrContext } from "../state.ts";
import { type Manifest, readManifest } from "./manifest.ts";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

export const putImage: Ecr["PutImage"] = (input, context) => {
  const { cloud, state, account } = context;
  const { repositoryName, imageManifest, imageTag } = input;
  const repository = openRepository(repositoryName, context);
  const key = keyOf(repositoryName, context);
  const digest = digestOf(imageManifest);
  const manifest = readManifest(imageManifest);
  const size = sizeOf(manifest, repositoryName, context);
  const mediaType = input.imageManifestMediaType ?? manifest.mediaType ?? MANIFEST;
  const image: ImageRecord = { digest, manifest: imageManifest, mediaType, size, pushed: cloud.clock.now() };
  cloud.store.write(() => {
    const tagged = imageTag && state.tags.get(...key, imageTag);
    if (tagged === digest || (!imageTag && state.images.has(...key, digest))) {
      throw new AwsError("ImageAlreadyExistsException", `Image with digest '${digest}' already exists`);
    }
    if (tagged && repository.mutability === "IMMUTABLE") {
      const message = `The image tag '${imageTag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the tag is immutable.`;
      throw new AwsError("ImageTagAlreadyExistsException", message);
    }
    if (!state.images.has(...key, digest)) state.images.put([...key, digest], image);
    if (imageTag) state.tags.put([...key, imageTag], digest);
  });
  const imageId = { imageDigest: digest, ...(imageTag && { imageTag }) };
  return { image: { registryId: account, repositoryName, imageId, imageManifest, imageManifestMediaType: mediaType } };
};

export const batchGetImage: Ecr["BatchGetImage"] = ({ repositoryName, imageIds }, context) => {
  openRepository(repositoryName, context);
  const found = imageIds.map((imageId) => ({ imageId, image: find(repositoryName, imageId, context) }));
  return {
    images: found.flatMap(({ imageId, image }) => {
      if (!image) return [];
      const { manifest: imageManifest, mediaType: imageManifestMediaType, digest: imageDigest } = image;
      const id = { ...imageId, imageDigest };
      return [{ registryId: context.account, repositoryName, imageId: id, imageManifest, imageManifestMediaType }];
    }),
    failures: found.flatMap(({ imageId, image }) => (image ? [] : [failureOf(imageId)])),
  };
};

export const listImages: Ecr["ListImages"] = ({ repositoryName, filter }, context) => {
  openRepository(repositoryName, context);
  const all = imagesOf(repositoryName, context).flatMap(({ image, tags }): ImageIdentifier[] => {
    const tagged = tags.map((imageTag) => ({ imageDigest: image.digest, imageTag }));
    return tagged.length > 0 ? tagged : [{ imageDigest: image.digest }];
  });
  const { tagStatus = "ANY" } = filter ?? {};
  return { imageIds: all.filter(({ imageTag }) => tagStatus === "ANY" || (tagStatus === "TAGGED") === !!imageTag) };
};

export const describeImages: Ecr["DescribeImages"] = ({ repositoryName, imageIds }, context) => {
  openRepository(repositoryName, context);
  const all = imagesOf(repositoryName, context);
  const wanted = imageIds?.map((imageId) => {
    const found = find(repositoryName, imageId, context);
    if (!found) throw notFound(imageId, repositoryName, context);
    return found.digest;
  });
  const chosen = all.filter(({ image }) => !wanted || wanted.includes(image.digest));
  return {
    imageDetails: chosen.map(({ image, tags }) => ({
      registryId: context.account,
      repositoryName,
      imageDigest: image.digest,
      ...(tags.length > 0 && { imageTags: tags }),
      imageSizeInBytes: image.size,
      imagePushedAt: new Date(image.pushed),
      imageManifestMediaType: image.mediaType,
    })),
  };
};

export const batchDeleteImage: Ecr["BatchDeleteImage"] = ({ repositoryName, imageIds }, context) => {
  const { cloud, state } = context;
  openRepository(repositoryName, context);
  const key = keyOf(repositoryName, context);
  const deleted: ImageIdentifier[] = [];
  const failures: ReturnType<typeof failureOf>[] = [];
  cloud.store.write(() => {
    for (const imageId of imageIds) {
      const image = find(repositoryName, imageId, context);
      if (!image) {
        failures.push(failureOf(imageId));
        continue;
      }
      const tags = tagsOf(repositoryName, image.digest, context);
      // A tag removes itself only, unless it is the last one.
      const gone = imageId.imageTag ? [imageId.imageTag] : tags;
      for (const tag of gone) state.tags.delete(...key, tag);
      if (gone.length === tags.length) state.images.delete(...key, image.digest);
      deleted.push({ ...imageId, imageDigest: image.digest });
    }
  });
  return { imageIds: deleted, failures };
};

/** Removes all that a repository holds. Only inside `store.write`. */
export function emptyRepository(repositoryName: string, { cloud, state, account, region }: EcrContext): void {
  const under = [account, region, repositoryName];
  for (const [key, { blob }] of [...state.layers.entries({ under })]) {
    state.layers.delete(...key);
    cloud.store.blobs.drop(blob);
  }
  for (const records of [state.images, state.tags]) {
    for (const [key] of [...records.entries({ under })]) records.delete(...key);
  }
}

/** The size of what a manifest names; all of it must have been uploaded. */
function sizeOf({ digests }: Manifest, repositoryName: string, context: EcrContext): number {
  let size = 0;
  for (const digest of digests) {
    const layer = context.state.layers.get(...keyOf(repositoryName, context), digest);
    if (!layer)
      throw new AwsError("LayersNotFoundException", `The layer with digest '${digest}' has not been uploaded`);
    size += layer.size;
  }
  return size;
}

function find(repositoryName: string, { imageDigest, imageTag }: ImageIdentifier, context: EcrContext) {
  const key = keyOf(repositoryName, context);
  const digest = imageDigest ?? context.state.tags.get(...key, imageTag ?? "");
  return digest === undefined ? undefined : context.state.images.get(...key, digest);
}

function imagesOf(repositoryName: string, context: EcrContext) {
  const images = [...context.state.images.values({ under: keyOf(repositoryName, context) })];
  return images.map((image) => ({ image, tags: tagsOf(repositoryName, image.digest, context) }));
}

function tagsOf(repositoryName: string, digest: string, context: EcrContext): string[] {
  const tags = [...context.state.tags.entries({ under: keyOf(repositoryName, context) })];
  return tags.filter(([, tagged]) => tagged === digest).map(([key]) => String(key.at(-1)));
}

function failureOf(imageId: ImageIdentifier) {
  return { imageId, failureCode: "ImageNotFound" as const, failureReason: "Requested image not found" };
}

function notFound(
  { imageDigest, imageTag }: ImageIdentifier,
  repositoryName: string,
  { account }: EcrContext,
): AwsError {
  const id = `{imageDigest:'${imageDigest ?? "null"}', imageTag:'${imageTag ?? "null"}'}`;
  return new AwsError(
    "ImageNotFoundException",
    `The image with imageId ${id} does not exist within the repository with name '${repositoryName}' in the registry with id '${account}'`,
  );
}
