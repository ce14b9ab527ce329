import { invalidParameter } from "../errors.ts";

/** What the registry reads of an image's manifest. */
export interface Manifest {
  readonly mediaType: string | undefined;
  /** Of its configuration and its layers. */
  readonly digests: readonly string[];
}

/**
 * Reads the manifest of an image: https://github.com/opencontainers/image-spec/blob/main/manifest.md
 * @throws InvalidParameterException
 */
export function readManifest(text: string): Manifest {
  const { mediaType, config, layers = [] } = membersOf(parse(text));
  if (!Array.isArray(layers)) throw invalid("Invalid manifest");
  const digests = [config, ...layers].map((one) => membersOf(one).digest);
  if (!digests.every(isText) || !(mediaType === undefined || isText(mediaType))) throw invalid("Invalid manifest");
  return { mediaType, digests };
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
