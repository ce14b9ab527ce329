import type { Executed } from "../invocation/invocations.ts";

/** What a function URL answers with. */
export interface UrlResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | string;
}

/** How a function describes an HTTP response: as its answer, or at the head of a stream. */
interface HttpResponse {
  readonly statusCode?: unknown;
  readonly headers?: Record<string, unknown> | null;
  readonly cookies?: readonly unknown[] | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/**
 * What a function answered, as HTTP. An answer that says no status is taken as the body.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload
 */
export function responseOf({ payload, errorType }: Executed): UrlResponse {
  if (errorType) return internalServerError;
  const json = { "content-type": "application/json" };
  const answer = parse(payload);
  if (typeof answer === "string") return { status: 200, headers: json, body: answer };
  if (!isObject(answer) || !("statusCode" in answer)) return { status: 200, headers: json, body: payload };
  const head = headOf(answer);
  if (!head) return internalServerError;
  const { body, isBase64Encoded } = answer as HttpResponse;
  const text = typeof body === "string" ? body : body === undefined || body === null ? "" : JSON.stringify(body);
  return {
    status: head.status,
    headers: { ...json, ...head.headers },
    body: isBase64Encoded === true ? Buffer.from(text, "base64") : text,
  };
}

/** Status and headers that a function describes; nothing when they can't be those of a response. */
export function headOf({ statusCode = 200, headers, cookies }: HttpResponse): Omit<UrlResponse, "body"> | undefined {
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: { ...Object.fromEntries(given), ...(cookies?.length && { "set-cookie": cookies.map(String) }) },
  };
}

/** An answer of the platform itself. */
export function message(status: number, Message: string): UrlResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ Message }) };
}

/** What a client sees of a function that failed. */
export const internalServerError: UrlResponse = {
  status: 502,
  headers: { "content-type": "application/json" },
  body: "Internal Server Error",
};

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
