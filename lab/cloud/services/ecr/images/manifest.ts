import { invalidParameter } from "../errors.ts";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";

/** What the registry reads of an image's manifest, or of an index of several. */
export interface Manifest {
  readonly mediaType: string;
  /** Of its configuration and its layers; none of an index. */
  readonly layers: readonly string[];
  /** Of the manifests that an index lists, for one platform each. */
  readonly images: readonly string[];
  /** What kind of thing it is, where it says so. */
  readonly artifactType: string | undefined;
}

/**
 * Reads the manifest of an image: https://github.com/opencontainers/image-spec/blob/main/manifest.md
 * or an index, which Docker calls a manifest list: https://github.com/opencontainers/image-spec/blob/main/image-index.md
 * @throws InvalidParameterException
 */
export function readManifest(text: string): Manifest {
  const { mediaType, config, layers = [], manifests } = membersOf(parse(text));
  if (!(mediaType === undefined || isText(mediaType))) throw invalid("Invalid manifest");
  if (config === undefined && manifests !== undefined)
    return { mediaType: mediaType ?? INDEX, layers: [], images: digestsOf(manifests), artifactType: undefined };
  const { mediaType: kind } = membersOf(config);
  const artifactType = isText(kind) ? kind : undefined;
  return {
    mediaType: mediaType ?? MANIFEST,
    layers: [...digestsOf([config]), ...digestsOf(layers)],
    images: [],
    artifactType,
  };
}

/** The digests of descriptors. */
function digestsOf(descriptors: unknown): string[] {
  if (!Array.isArray(descriptors)) throw invalid("Invalid manifest");
  const digests = descriptors.map((one) => membersOf(one).digest);
  if (!digests.every(isText)) throw invalid("Invalid manifest");
  return digests;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("Invalid JSON syntax");
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw invalid("Invalid manifest");
  return value as Record<string, unknown>;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function invalid(problem: string) {
  return invalidParameter("ImageManifest", problem);
}
