import { createHash } from "node:crypto";
import { invalidParameter } from "../errors.ts";
import type { LambdaContext } from "../state.ts";
import type { NewCode } from "./code.ts";

/** The label with which the lab's builder says what runs an image: a runtime, as CreateFunction names it. */
export const RUNTIME_LABEL = "skylab.runtime";

const IMAGE_URI = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)(?::([\w.-]+)|@(sha256:[0-9a-f]{64}))$/;

/** What an image says of itself. */
export interface ImageProgram {
  readonly uri: string;
  /** The same with the digest of what it stood for. */
  readonly resolvedUri: string;
  /** What runs it. */
  readonly runtime: string;
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads an image from ECR, as the caller. Throws AWS's errors for an invalid image, and says which images the lab can run. */
export async function readImage(uri: string, context: LambdaContext): Promise<NewCode> {
  const [, registryId = "", region = "", repositoryName = "", imageTag, imageDigest] = IMAGE_URI.exec(uri) ?? [];
  if (!repositoryName) throw notValid(uri);
  const { ecr } = context.cloud.clients(context.caller, region);
  const imageIds = [imageDigest ? { imageDigest } : { imageTag }];
  const { images } = await ecr.BatchGetImage({ registryId, repositoryName, imageIds }).catch(() => ({ images: [] }));
  const [image] = images ?? [];
  if (!image?.imageManifest)
    throw invalidParameter(`Source image ${uri} does not exist. Provide a valid source image.`);

  const download = async (layerDigest = "") => {
    const { downloadUrl = "" } = await ecr.GetDownloadUrlForLayer({ registryId, repositoryName, layerDigest });
    return Buffer.from(await (await fetch(downloadUrl)).arrayBuffer());
  };
  const { config, layers } = parsed<Manifest>(image.imageManifest, uri);
  if (typeof config?.digest !== "string" || typeof layers?.[0]?.digest !== "string") throw notValid(uri);
  const configuration = parsed<ImageConfiguration>((await download(config.digest)).toString(), uri);
  const program = programOf(configuration, uri, layers.length);
  const layer = await download(layers[0].digest);
  const digest = image.imageId?.imageDigest ?? "";
  return {
    blob: await context.cloud.store.blobs.stage(layer),
    CodeSha256: digest.replace("sha256:", "") || createHash("sha256").update(layer).digest("hex"),
    CodeSize: 0,
    unzipped: 0,
    image: { ...program, resolvedUri: `${uri.replace(/[:@][^/]*$/, "")}@${digest}` },
  };
}

function notValid(uri: string) {
  return invalidParameter(`Source image ${uri} is not valid. Provide a valid source image.`);
}

/** JSON that somebody pushed: an object, of which no member is certain. */
function parsed<T>(json: string, uri: string): Partial<T> {
  try {
    return Object(JSON.parse(json));
  } catch {
    throw notValid(uri);
  }
}

interface Manifest {
  readonly config: { readonly digest?: unknown } | null;
  readonly layers: readonly ({ readonly digest?: unknown } | null)[] | null;
}

interface ImageConfiguration {
  readonly config?: {
    readonly Env?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly Labels?: Readonly<Record<string, string>>;
  };
}

function programOf(
  { config }: Partial<ImageConfiguration>,
  uri: string,
  layers: number,
): Omit<ImageProgram, "resolvedUri"> {
  const runtime = config?.Labels?.[RUNTIME_LABEL];
  if (typeof runtime !== "string" || layers !== 1) {
    throw invalidParameter(
      `Skylab runs images that it built itself (CDK_DOCKER), and ${uri} is another. Docker would run it.`,
    );
  }
  const { Env = [], Cmd = [] } = config ?? {};
  const isText = (text: unknown) => typeof text === "string" && !text.includes("\0");
  if (!Array.isArray(Env) || !Array.isArray(Cmd) || ![...Env, ...Cmd].every(isText)) throw notValid(uri);
  const variables = Env.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]);
  return { uri, runtime, command: Cmd, variables: Object.fromEntries(variables) };
}
