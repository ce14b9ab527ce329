import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import tar, { type Headers } from "tar-fs";
import { RUNTIME_LABEL } from "../cloud/services/lambda/code/image.ts";

/** An image: its blobs by digest, and the manifest that names them. */
export interface OciImage {
  readonly manifest: string;
  readonly blobs: ReadonlyMap<string, Buffer>;
}

/** What an image is made of. */
export interface ImageParts {
  readonly root: string;
  readonly runtime: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly command: readonly string[];
}

/** Packs a folder as an image of one layer. The same folder gives the same image, whenever it is packed. */
export async function pack({ root, runtime, variables, workdir, command }: ImageParts): Promise<OciImage> {
  const plain = (header: Headers) => ({ ...header, mtime: new Date(0), uid: 0, gid: 0 });
  const options: tar.PackOptions & { sort: boolean } = { map: plain, sort: true };
  const files = await buffer(tar.pack(root, options));
  const layer = gzipSync(files);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === "arm64" ? "arm64" : "amd64",
      os: "linux",
      config: {
        Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
        Cmd: command,
        WorkingDir: workdir,
        Labels: { [RUNTIME_LABEL]: runtime },
      },
      rootfs: { type: "layers", diff_ids: [digestOf(files)] },
    }),
  );
  const descriptor = (mediaType: string, bytes: Buffer) => ({ mediaType, digest: digestOf(bytes), size: bytes.length });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: descriptor("application/vnd.oci.image.config.v1+json", config),
    layers: [descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer)],
  });
  return { manifest, blobs: new Map([config, layer].map((bytes) => [digestOf(bytes), bytes])) };
}

export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
