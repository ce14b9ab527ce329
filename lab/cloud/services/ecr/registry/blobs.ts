import { pipeline } from "node:stream/promises";
import { answer, notAllowed, RegistryError } from "./answers.ts";
import { unless } from "./manifests.ts";
import type { RegistryRequest } from "./serve.ts";

/** How much of a body is handed on at once, in bytes: a part, as the API takes them. */
const PIECE = 10 * 2 ** 20;

/** The bytes of a layer or a configuration. */
export async function serveBlob(request: RegistryRequest, name: string, digest: string): Promise<void> {
  const { exchange, cloud, ecr, state, registryId, region } = request;
  if (exchange.method !== "GET" && exchange.method !== "HEAD") throw notAllowed(exchange);
  const known = { registryId, repositoryName: name };
  const { layers: [found] = [] } = await ecr.BatchCheckLayerAvailability({ ...known, layerDigests: [digest] });
  const layer = state.layers.get(registryId, region, name, digest);
  if (found?.layerAvailability !== "AVAILABLE" || !layer)
    throw new RegistryError(404, "BLOB_UNKNOWN", `The layer with digest '${digest}' does not exist`);
  const headers = {
    "docker-content-digest": digest,
    "content-type": "application/octet-stream",
    "content-length": layer.size,
  };
  if (exchange.method === "HEAD") return answer(exchange, 200, headers);
  // Who reads a layer needs the permission that a link to it takes.
  await ecr.GetDownloadUrlForLayer({ ...known, layerDigest: digest });
  exchange.response.writeHead(200, headers);
  await pipeline(cloud.store.blobs.read(layer.blob), exchange.response).catch(() => exchange.response.destroy());
}

/** Begins an upload; with a digest the body is all of it. Layers of other repositories are not mounted: clients upload them then. */
export async function startUpload(request: RegistryRequest, name: string): Promise<void> {
  const { exchange, ecr, registryId } = request;
  if (exchange.method !== "POST") throw notAllowed(exchange);
  const { uploadId = "" } = await ecr.InitiateLayerUpload({ registryId, repositoryName: name });
  const digest = exchange.query.get("digest");
  if (digest === null) return accepted(request, name, uploadId);
  await append(request, name, uploadId);
  await complete(request, name, uploadId, digest);
}

/** An upload under way: PATCH adds to it, PUT ends it. */
export async function serveUpload(request: RegistryRequest, name: string, uploadId: string): Promise<void> {
  const { exchange } = request;
  switch (exchange.method) {
    case "PATCH":
      await append(request, name, uploadId);
      return accepted(request, name, uploadId);
    case "PUT":
      await append(request, name, uploadId);
      return await complete(request, name, uploadId, exchange.query.get("digest") ?? "");
    case "GET":
      sizeOf(request, name, uploadId);
      return accepted(request, name, uploadId, 204);
    default:
      throw notAllowed(exchange);
  }
}

/** Adds what the request carries, piece by piece. */
async function append(request: RegistryRequest, name: string, uploadId: string): Promise<void> {
  const { exchange, ecr, registryId } = request;
  const send = async (layerPartBlob: Buffer) => {
    const partFirstByte = sizeOf(request, name, uploadId);
    const partLastByte = partFirstByte + layerPartBlob.length - 1;
    await ecr.UploadLayerPart({
      registryId,
      repositoryName: name,
      uploadId,
      partFirstByte,
      partLastByte,
      layerPartBlob,
    });
  };
  const [first] = /^\d+/.exec(exchange.headers["content-range"] ?? "") ?? [];
  if (first !== undefined && Number(first) !== sizeOf(request, name, uploadId))
    throw new RegistryError(416, "BLOB_UPLOAD_INVALID", "The range does not follow the last one.");
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of exchange.request as AsyncIterable<Buffer>) {
    pieces.push(piece);
    size += piece.length;
    if (size < PIECE) continue;
    await send(Buffer.concat(pieces));
    [pieces, size] = [[], 0];
  }
  if (size > 0) await send(Buffer.concat(pieces));
}

async function complete(
  { exchange, ecr, registryId }: RegistryRequest,
  name: string,
  uploadId: string,
  digest: string,
) {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new RegistryError(400, "DIGEST_INVALID", "The digest of an upload must be one of SHA-256.");
  const input = { registryId, repositoryName: name, uploadId, layerDigests: [digest] };
  await ecr.CompleteLayerUpload(input).catch(unless("LayerAlreadyExistsException"));
  answer(exchange, 201, { location: `/v2/${name}/blobs/${digest}`, "docker-content-digest": digest });
}

function accepted(request: RegistryRequest, name: string, uploadId: string, status = 202): void {
  const last = Math.max(0, sizeOf(request, name, uploadId) - 1);
  const location = `/v2/${name}/blobs/uploads/${uploadId}`;
  answer(request.exchange, status, { location, range: `0-${last}`, "docker-upload-uuid": uploadId });
}

/** How much of an upload is there. */
function sizeOf({ state, registryId, region }: RegistryRequest, name: string, uploadId: string): number {
  const upload = state.uploads.get(uploadId);
  if (upload?.repository !== [registryId, region, name].join(" "))
    throw new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", `The upload '${uploadId}' does not exist`);
  return upload.size;
}
