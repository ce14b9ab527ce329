import { AwsError } from "../../../errors.ts";
import { digestOf } from "../layers/uploads.ts";
import { answer, notAllowed, RegistryError } from "./answers.ts";
import type { RegistryRequest } from "./serve.ts";

/** Of a manifest, in bytes, as on AWS. */
const LARGEST = 4 * 2 ** 20;

/** A manifest or an index, by its tag or its digest. */
export async function serveManifest(request: RegistryRequest, name: string, reference: string): Promise<void> {
  const { exchange } = request;
  if (exchange.method === "PUT") return await putManifest(request, name, reference);
  if (exchange.method !== "GET" && exchange.method !== "HEAD") throw notAllowed(exchange);
  const { ecr, registryId } = request;
  const imageIds = [imageId(reference)];
  const { images: [image] = [] } = await ecr.BatchGetImage({ registryId, repositoryName: name, imageIds });
  if (!image?.imageManifest) throw new RegistryError(404, "MANIFEST_UNKNOWN", "Requested image not found");
  const headers = {
    "content-type": image.imageManifestMediaType ?? "application/json",
    "docker-content-digest": image.imageId?.imageDigest ?? "",
  };
  answer(exchange, 200, headers, image.imageManifest);
}

async function putManifest({ exchange, ecr, registryId }: RegistryRequest, name: string, reference: string) {
  const { request, headers } = exchange;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LARGEST) throw new RegistryError(413, "SIZE_INVALID", `A manifest may have ${LARGEST} bytes at most.`);
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  const input = {
    registryId,
    repositoryName: name,
    imageManifest: bytes.toString("utf8"),
    imageManifestMediaType: headers["content-type"],
    ...imageId(reference),
  };
  await ecr.PutImage(input).catch(unless("ImageAlreadyExistsException"));
  const digest = digestOf(bytes);
  const location = `/v2/${name}/manifests/${digest}`;
  answer(exchange, 201, { location, "docker-content-digest": digest });
}

export async function serveTags({ exchange, ecr, registryId }: RegistryRequest, name: string): Promise<void> {
  if (exchange.method !== "GET") throw notAllowed(exchange);
  const filter = { tagStatus: "TAGGED" as const };
  const { imageIds = [] } = await ecr.ListImages({ registryId, repositoryName: name, filter });
  const tags = imageIds.flatMap(({ imageTag }) => imageTag ?? []).sort();
  answerPage(exchange, tags, (page) => ({ name, tags: page }));
}

/** All repositories of the registry. */
export async function serveRepositories({ exchange, ecr, registryId }: RegistryRequest): Promise<void> {
  if (exchange.method !== "GET") throw notAllowed(exchange);
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecr.DescribeRepositories({ registryId, maxResults: 1000, nextToken });
    names.push(...(page.repositories ?? []).flatMap(({ repositoryName }) => repositoryName ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  answerPage(exchange, names.sort(), (repositories) => ({ repositories }));
}

/** As many as the request asks for (`n`), after the one that it names (`last`); a link leads to the next. */
function answerPage(
  exchange: RegistryRequest["exchange"],
  all: readonly string[],
  shown: (page: readonly string[]) => object,
): void {
  const { query, path } = exchange;
  const last = query.get("last") ?? "";
  const most = /^\d{1,6}$/.test(query.get("n") ?? "") ? Number(query.get("n")) : 1000;
  const rest = all.filter((one) => one > last);
  const page = rest.slice(0, most);
  const next = `<${path}?n=${most}&last=${encodeURIComponent(page.at(-1) ?? "")}>; rel="next"`;
  answer(
    exchange,
    200,
    page.length > 0 && page.length < rest.length ? { link: next } : {},
    JSON.stringify(shown(page)),
  );
}

/** A digest has a colon, which tags have not. */
function imageId(reference: string): { imageDigest: string } | { imageTag: string } {
  return reference.includes(":") ? { imageDigest: reference } : { imageTag: reference };
}

/** Registries take again what they have. */
export function unless(name: string) {
  return (error: unknown): undefined => {
    if (!(error instanceof AwsError) || error.name !== name) throw error;
  };
}
