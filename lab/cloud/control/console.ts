import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { packageFolder } from "../../package.ts";
import { respond } from "../door/http.ts";
import type { Exchange } from "../service/service.ts";
import { json } from "./answer.ts";

const folder = join(packageFolder, "dist", "console");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".json": "application/json",
};

/**
 * What the pages may load and whom they may ask: themselves, and where presigned URLs of pictures lead. No page of another
 * origin may show them in a frame.
 */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob: http: https:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join("; ");

/** Somebody opens the endpoint in a browser: what answers there is the console. */
export function isForAPerson({
  method,
  path,
  rawQuery,
  headers: { accept = "", authorization, host = "" },
}: Exchange): boolean {
  if (path === "/_lab") return true;
  if (method !== "GET" || path !== "/" || rawQuery !== "" || authorization !== undefined) return false;
  return accept.includes("text/html") && /^(\d|\[|localhost\b)/.test(host);
}

/** Somebody follows a link to the lab: a page may lead there, and can't read what is shown. */
export function isVisit({ method, headers: { accept = "" } }: Exchange): boolean {
  return method === "GET" && accept.includes("text/html");
}

/** Leads a browser to the console, and keeps what it is to look at. */
export async function leadToConsole(exchange: Exchange): Promise<void> {
  const { rawQuery } = exchange;
  await respond(exchange, { status: 302, headers: { location: `/_lab/${rawQuery && `?${rawQuery}`}` } });
}

let files: ReadonlySet<string> | undefined;

/** Answers with a file of the console's build, or with its page, which reads the rest of the path itself. */
export async function servePage(path: string, exchange: Exchange): Promise<void> {
  // Asked for what it does not know, it looks again: the console may have been built anew.
  if (!files?.has(path)) files = await built();
  const all = files;
  if (all.size === 0) {
    const body = "The console is not built yet. Build it with: npm run build:console\n";
    return await respond(exchange, { status: 404, headers: { "content-type": "text/plain" }, body });
  }
  // Only what the build made can be asked for: a path is never made of what a request says.
  const isFile = all.has(path);
  if (!isFile && !exchange.headers.accept?.includes("text/html"))
    return await json(exchange, 404, { message: `The lab has no ${exchange.method} ${exchange.path}` });
  const name = isFile ? path : "index.html";
  await respond(exchange, {
    status: 200,
    headers: {
      "content-type": TYPES[extname(name)] ?? "application/octet-stream",
      "cache-control": isFile && path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
    body: createReadStream(join(folder, name)),
  });
}

/** The files of the build, as they stand in paths; none when there is no build. */
async function built(): Promise<ReadonlySet<string>> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return new Set(names.filter((name) => extname(name) !== "").map((name) => name.replaceAll("\\", "/")));
}
