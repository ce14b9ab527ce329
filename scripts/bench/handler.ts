import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";

/** A small handler as people write them: Hono on its adapter, bundled by esbuild. */
const app = new Hono().get("*", (context) => context.json({ ok: true }));
const serve = handle(app);

/** Which process answers. */
const environment = randomUUID();

/** A queue's message, which says when it was sent. */
interface Message {
  readonly body: string;
}

interface Event {
  /** How long to wait before the answer. */
  readonly milliseconds?: number;
}

export const handler = async (event: Event | string, context: object) => {
  if (typeof event === "string") return event;
  const now = performance.timeOrigin + performance.now();
  if ("Records" in event)
    return void (event.Records as Message[]).map(({ body }) => console.log(`waited ${now - Number(body)}`));
  if ("httpMethod" in event || "rawPath" in event) return await serve(event as never, context as never);
  if (event.milliseconds) await new Promise((resolve) => setTimeout(resolve, event.milliseconds));
  return { ok: true, environment };
};
