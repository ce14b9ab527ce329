import type { ImageFailure, ImageIdentifier } from "@aws-sdk/client-ecr";
import { AwsError } from "../../../errors.ts";
import { isLike } from "../../../patterns/wildcards.ts";
import { digestOf, keyOf } from "../layers/uploads.ts";
import type { ImageRecord, Repository } from "../records.ts";
import { openRepository } from "../repositories/repositories.ts";
import type { Ecr, EcrContext } from "../state.ts";
import { announce } from "./announcements.ts";
import { type Manifest, readManifest } from "./manifest.ts";

export const putImage: Ecr["PutImage"] = (input, context) => {
  const { cloud, state, account } = context;
  const { repositoryName, imageManifest, imageTag } = input;
  const repository = openRepository(repositoryName, context);
  const key = keyOf(repositoryName, context);
  const digest = digestOf(imageManifest);
  const manifest = readManifest(imageManifest);
  if (input.imageDigest !== undefined && input.imageDigest !== digest)
    throw new AwsError(
      "ImageDigestDoesNotMatchException",
      `The provided digest does not match the image digest '${digest}'`,
    );
  const size = sizeOf(manifest, repositoryName, context);
  const mediaType = input.imageManifestMediaType ?? manifest.mediaType;
  const { artifactType, images } = manifest;
  const pushed = cloud.clock.now();
  const image: ImageRecord = { digest, manifest: imageManifest, mediaType, size, pushed, artifactType, images };
  cloud.store.write(() => {
    const tagged = imageTag && state.tags.get(...key, imageTag);
    if (tagged === digest || (!imageTag && state.images.has(...key, digest))) {
      throw new AwsError("ImageAlreadyExistsException", `Image with digest '${digest}' already exists`);
    }
    if (tagged && isImmutable(imageTag, repository)) {
      const message = `The image tag '${imageTag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the tag is immutable.`;
      throw new AwsError("ImageTagAlreadyExistsException", message);
    }
    if (!state.images.has(...key, digest)) state.images.put([...key, digest], image);
    if (imageTag) state.tags.put([...key, imageTag], digest);
    announce("PUSH", { repository: repositoryName, digest, tag: imageTag }, context);
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
      // An index has none: https://github.com/getmoto/moto/issues/5753.
      ...(!image.images?.length && { imageSizeInBytes: image.size }),
      imagePushedAt: new Date(image.pushed),
      imageManifestMediaType: image.mediaType,
      artifactMediaType: image.artifactType,
    })),
  };
};

export const batchDeleteImage: Ecr["BatchDeleteImage"] = ({ repositoryName, imageIds }, context) => {
  const { cloud, state } = context;
  openRepository(repositoryName, context);
  const key = keyOf(repositoryName, context);
  const deleted: ImageIdentifier[] = [];
  const failures: ImageFailure[] = [];
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
      const indexes = gone.length === tags.length ? indexesOf(repositoryName, image.digest, context) : [];
      if (indexes.length > 0) {
        failures.push(referencedBy(indexes, imageId));
        continue;
      }
      for (const tag of gone) state.tags.delete(...key, tag);
      if (gone.length === tags.length) state.images.delete(...key, image.digest);
      deleted.push({ ...imageId, imageDigest: image.digest });
      announce("DELETE", { repository: repositoryName, digest: image.digest, tag: imageId.imageTag }, context);
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

/** Whether a tag stays with the image that has it. */
function isImmutable(tag: string | undefined, { mutability, exclusions = [] }: Repository): boolean {
  const isExcluded = exclusions.some((pattern) => isLike(tag ?? "", pattern));
  return mutability.startsWith("IMMUTABLE") ? !isExcluded : isExcluded;
}

/** The size of what a manifest names; all of it must have been pushed. An index is as large as the largest of its images. */
function sizeOf({ layers, images }: Manifest, repositoryName: string, context: EcrContext): number {
  const key = keyOf(repositoryName, context);
  const missing = images.filter((digest) => !context.state.images.has(...key, digest));
  if (missing.length > 0) {
    const message = `Images with digests '${missing.join(", ")}' required for pushing image into repository with name '${repositoryName}' in the registry with id '${context.account}' do not exist`;
    throw new AwsError("ReferencedImagesNotFoundException", message);
  }
  const sizes = images.map((digest) => context.state.images.get(...key, digest)?.size ?? 0);
  let size = sizes.reduce((most, one) => Math.max(most, one), 0);
  for (const digest of layers) {
    const layer = context.state.layers.get(...key, digest);
    if (!layer)
      throw new AwsError("LayersNotFoundException", `The layer with digest '${digest}' has not been uploaded`);
    size += layer.size;
  }
  return size;
}

/** The digests of the indexes that list an image. */
function indexesOf(repositoryName: string, digest: string, context: EcrContext): string[] {
  const all = [...context.state.images.values({ under: keyOf(repositoryName, context) })];
  return all.flatMap((image) => (image.images?.includes(digest) ? [image.digest] : []));
}

function referencedBy(indexes: readonly string[], imageId: ImageIdentifier) {
  const failureReason = `Requested image referenced by manifest list: [${indexes.join(", ")}]`;
  return { imageId, failureCode: "ImageReferencedByManifestList" as const, failureReason };
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
