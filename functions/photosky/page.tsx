import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "hono";
import { Document } from "./document.tsx";

/** What the page consists of beside its HTML: bundled from `page/`, and put beside the function's code. */
const PARTS = {
  script: { file: "page.js", type: "text/javascript; charset=utf-8" },
  style: { file: "page.css", type: "text/css; charset=utf-8" },
} as const;

type Name = keyof typeof PARTS;

/**
 * The page, and with `?script=…` or `?style=…` a part of it. The parts are at the root as well, since any other path may be
 * the name of a picture; and a URL of nothing but a query works behind every prefix, with or without a slash at its end.
 */
export function page(context: Context): Response | Promise<Response> {
  for (const name of Object.keys(PARTS) as Name[]) {
    const version = context.req.query(name);
    if (version !== undefined) return answer(context, part(name), PARTS[name].type, version);
  }
  context.header("Cache-Control", "no-cache");
  context.header("Content-Security-Policy", POLICY);
  context.header("Referrer-Policy", "no-referrer");
  context.header("X-Content-Type-Options", "nosniff");
  return context.html(
    `<!doctype html>${<Document script={`?script=${part("script").version}`} style={`?style=${part("style").version}`} />}`,
  );
}

/** Scripts and styles are the page's own; pictures are wherever the bucket is, which differs between targets. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data: http: https:",
  "connect-src 'self' blob: http: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface Part {
  readonly text: string;
  /** Another for another text. */
  readonly version: string;
}

const read: Partial<Record<Name, Part>> = {};

/** Read at the first request for the page, so that a cold start for the API does not wait for it. */
function part(name: Name): Part {
  const known = read[name];
  if (known) return known;
  const text = readFileSync(join(__dirname, PARTS[name].file), "utf8");
  const version = createHash("sha256").update(text).digest("base64url").slice(0, 12);
  const fresh = { text, version };
  read[name] = fresh;
  return fresh;
}

/** A part may be kept for ever, unless it is another version than was asked for: then a deployment is going on. */
function answer(context: Context, { text, version }: Part, type: string, asked: string): Response {
  context.header("Cache-Control", asked === version ? "public, max-age=31536000, immutable" : "no-store");
  context.header("Content-Type", type);
  context.header("X-Content-Type-Options", "nosniff");
  return context.body(text);
}
