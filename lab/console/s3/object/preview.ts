import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";

const KB = 1024;
/** Longer texts make a page slow. */
const MOST_TEXT = 256 * KB;
const MOST_PICTURE = 32 * KB * KB;

/** How an object can be looked at. */
export type Look = "picture" | "text" | "nothing";

/** The types that browsers show as pictures, and what their files' names end in. */
const PICTURES: Readonly<Record<string, string>> = {
  png: "image/png",
  apng: "image/apng",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
  ico: "image/x-icon",
  svg: "image/svg+xml",
};

/** The picture's type, from what the object says of itself, or else from its name. Undefined when it is no picture. */
export function pictureType(key: string, contentType = ""): string | undefined {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "" && !/octet-stream$/.test(type))
    return type === "image/jpg" ? "image/jpeg" : Object.values(PICTURES).find((one) => one === type);
  const ending = /\.(\w+)$/.exec(key)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(PICTURES, ending) ? PICTURES[ending] : undefined;
}

/** How an object can be looked at, before it is read. What is small can be text, whatever its type says. */
export function lookOf(key: string, { ContentType, ContentLength = 0 }: Partial<HeadObjectCommandOutput>): Look {
  if (pictureType(key, ContentType)) return ContentLength <= MOST_PICTURE ? "picture" : "nothing";
  return ContentLength <= MOST_TEXT ? "text" : "nothing";
}

/** Bytes as text; undefined when they are none. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell what is not text
    return /[\0-\x08\x0e-\x1a]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
