/**
 * Built-in modules that the AWS SDK and most functions use. A process of the pool has loaded them before it knows its
 * function, so that a cold start need not.
 */
import "node:assert";
import "node:child_process";
import "node:crypto";
import "node:fs/promises";
import "node:http2";
import "node:os";
import "node:stream/promises";
import "node:string_decoder";
import "node:tls";
import "node:zlib";
