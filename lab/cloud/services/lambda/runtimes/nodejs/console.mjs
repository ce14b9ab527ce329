import { writeSync } from "node:fs";
import process from "node:process";
import { format } from "node:util";
import { asOnAws, formatError } from "./errors.mjs";
import { jsonEntry } from "./json-log.mjs";

/** Levels with their bits in the type of a frame, the least important first. */
const LEVELS = { TRACE: 0b00100, DEBUG: 0b01000, INFO: 0b01100, WARN: 0b10000, ERROR: 0b10100, FATAL: 0b11000 };

/** @typedef {keyof typeof LEVELS} Level */

const FRAME_TYPE = 0xa55a0003;

/** @type {string | undefined} */
let requestId;

/**
 * Sets the request id that log lines carry from now on.
 * @param {string} id
 */
export function logFor(id) {
  requestId = id;
}

/** Makes `console` write AWS's text format (time, request id, level and message, parted by tabs) or its JSON format. */
export function patchConsole() {
  const fd = Number(process.env._LAMBDA_TELEMETRY_LOG_FD);
  delete process.env._LAMBDA_TELEMETRY_LOG_FD;
  const json = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
  const least = json ? LEVELS[/** @type {Level} */ (process.env.AWS_LAMBDA_LOG_LEVEL)] : 0;
  /** @type {(level: Level) => (...values: unknown[]) => void} */
  const at =
    (level) =>
    (...values) => {
      if (LEVELS[level] < least) return;
      const now = new Date();
      const text = json ? jsonEntry(level, now, requestId, values) : textEntry(level, now, values);
      writeFrame(fd, FRAME_TYPE | LEVELS[level], now, asOnAws(text));
    };
  Object.assign(console, { trace: at("TRACE"), debug: at("DEBUG"), info: at("INFO"), warn: at("WARN") });
  Object.assign(console, { log: console.info, error: at("ERROR"), fatal: at("FATAL") });
}

/**
 * Logs an error with all that it carries.
 * @param {string} message
 * @param {unknown} error
 */
export function logError(message, error) {
  const whole = error instanceof Error ? error : new Error(String(error));
  if (process.env.AWS_LAMBDA_LOG_FORMAT === "JSON") console.error(whole);
  else console.error(message, formatError(whole));
}

/**
 * @param {Level} level
 * @param {Date} now
 * @param {unknown[]} values
 */
function textEntry(level, now, values) {
  return `${now.toISOString()}\t${requestId}\t${level}\t${format(...values)}\n`;
}

/**
 * Writes one log event. It is written before this returns, so it survives an exit right after.
 * @param {number} fd
 * @param {number} type
 * @param {Date} time
 * @param {string} message
 */
function writeFrame(fd, type, time, message) {
  const body = Buffer.from(message);
  const frame = Buffer.alloc(16 + body.length);
  frame.writeUInt32BE(type >>> 0, 0);
  frame.writeUInt32BE(body.length, 4);
  frame.writeBigUInt64BE(BigInt(time.getTime()) * 1000n, 8);
  body.copy(frame, 16);
  for (let done = 0; done < frame.length; ) done += writeSync(fd, frame, done);
}
