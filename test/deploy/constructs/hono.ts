import { Hono } from "hono";
import { handle, type LambdaEvent } from "hono/aws-lambda";

/** Says what reached it, whatever the event was; behind each kind of API and a function URL. */
const app = new Hono<{ Bindings: { event: LambdaEvent } }>();

app.get("/bytes", (c) => c.body(new Uint8Array([0, 255, 1]), 200, { "content-type": "image/png" }));
app.get("/cookies", (c) => {
  c.header("set-cookie", "a=1");
  c.header("set-cookie", "b=2", { append: true });
  return c.text("cookies");
});
app.all("*", async (c) => {
  const { pathname, search } = new URL(c.req.url);
  const { event } = c.env;
  const version = "version" in event ? event.version : "REST";
  return c.json(
    { version, method: c.req.method, pathname, search, body: await c.req.text(), own: c.req.header("x-own") },
    201,
  );
});

export const handler = handle(app);
