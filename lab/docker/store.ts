import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { digestOf, type OciImage } from "./oci.ts";

/** Where built images are: an OCI image layout for each tag, which other tools read as well. */
const FOLDER = process.env.LAB_IMAGES ?? join(homedir(), ".cache/skylab/images");

/** Keeps an image under a tag. */
export async function keep(tag: string, { manifest, blobs }: OciImage): Promise<void> {
  const folder = folderOf(tag);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "blobs/sha256"), { recursive: true });
  const all = new Map<string, Buffer>([...blobs, [digestOf(manifest), Buffer.from(manifest)]]);
  for (const [digest, bytes] of all) await writeFile(blobPath(folder, digest), bytes);
  const { mediaType } = JSON.parse(manifest);
  const entry = { mediaType, digest: digestOf(manifest), size: Buffer.byteLength(manifest) };
  const annotations = { "org.opencontainers.image.ref.name": tag };
  await writeFile(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  await writeFile(
    join(folder, "index.json"),
    JSON.stringify({ schemaVersion: 2, manifests: [{ ...entry, annotations }] }),
  );
}

/** The image of a tag. */
export async function load(tag: string): Promise<OciImage> {
  const folder = folderOf(tag);
  const { manifests } = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
  const manifest = await readFile(blobPath(folder, manifests[0].digest), "utf8");
  const { config, layers } = JSON.parse(manifest);
  const blobs = new Map<string, Buffer>();
  for (const { digest } of [config, ...layers]) blobs.set(digest, await readFile(blobPath(folder, digest)));
  return { manifest, blobs };
}

/** Removes a tag. */
export async function forget(tag: string): Promise<void> {
  await rm(folderOf(tag), { recursive: true, force: true });
}

export async function has(tag: string): Promise<boolean> {
  return await stat(join(folderOf(tag), "index.json")).then(
    () => true,
    () => false,
  );
}

function folderOf(tag: string): string {
  if (/^\.{0,2}$/.test(tag)) throw new Error(`"${tag}" is not an image tag`);
  return join(FOLDER, encodeURIComponent(tag));
}

function blobPath(folder: string, digest: string): string {
  return join(folder, "blobs", digest.replace(":", "/"));
}
