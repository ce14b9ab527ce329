/**
 * What a process of the pool does before it knows its function, so that a cold start need not: it loads the built-in modules
 * that the AWS SDK and most functions use, and does once what it will do then, for Node.js compiles its own functions when
 * they are first called.
 */
import "node:assert";
import { spawnSync } from "node:child_process";
import "node:crypto";
import "node:fs/promises";
import "node:http2";
import "node:os";
import "node:stream/promises";
import "node:string_decoder";
import "node:tls";
import "node:zlib";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadHandler } from "./handler.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
await loadHandler(folder, "warm-up-handler.handler");
// No function is to find it among what it required.
const { cache } = createRequire(import.meta.url);
for (const file in cache) if (file.startsWith(folder)) delete cache[file];
// A process with a file system of its own shows its function's folders by a program.
if (process.platform === "linux") spawnSync("true", { env: { PATH: "/usr/bin:/bin" } });
