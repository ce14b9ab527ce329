import { Hono } from "hono";
import { handle } from "hono/aws-lambda";

/** A small handler as people write them: Hono on its adapter, bundled by esbuild. */
const app = new Hono().get("*", (context) => context.json({ ok: true }));
const serve = handle(app);

export const handler = (event: object | string, context: object) => {
  if (typeof event === "string") return Promise.resolve(event);
  return "httpMethod" in event || "rawPath" in event
    ? serve(event as never, context as never)
    : Promise.resolve({ ok: true });
};
