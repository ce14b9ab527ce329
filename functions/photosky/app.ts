import { Hono } from "hono";
import { cors } from "hono/cors";
import type { Album } from "./album.ts";
import { isName, previewOf } from "./names.ts";
import { page } from "./page.tsx";
import { makePreview, NotAPicture } from "./preview.ts";

/** PhotoSky over an album: its API, and at the root its page. */
export function photosky(album: Album): Hono {
  const app = new Hono();
  app.use(cors());

  app.post("/get-presigned-url", async (context) => {
    const { filename, filetype } = await context.req.json().catch(() => ({}));
    if (!filename || !filetype) return context.json({ message: "Filename and filetype required" }, 400);
    if (!isName(filename)) return context.json({ message: "Invalid filename" }, 400);
    if (typeof filetype !== "string" || !/^[\w.+-]+\/[\w.+-]+$/.test(filetype))
      return context.json({ message: "Invalid filetype" }, 400);
    return context.json(await album.upload(filename, filetype));
  });

  app.get("/", page);

  app.get("/list-images", async (context) => context.json({ images: await album.pictures() }));

  app.delete("/delete-image/*", async (context) => {
    const name = nameIn(context.req.raw.url, "/delete-image/");
    if (!isName(name)) return context.json({ message: "Invalid filename" }, 400);
    if (!(await album.has(name))) return context.json({ message: "File not found" }, 404);
    await album.remove(name);
    return context.json({ message: "Image deleted successfully" });
  });

  app.get("/*", async (context, next) => {
    const name = nameIn(context.req.raw.url, "/");
    if (name === "") return await next();
    if (!isName(name)) return context.json({ message: "Invalid filename" }, 400);
    if (!(await album.has(name))) return context.json({ message: "File not found" }, 404);
    const preview = context.req.query("preview") === "true";
    return context.json({ url: await album.url(preview ? await previewed(album, name) : name) });
  });

  app.notFound((context) => context.json({ message: "Not found" }, 404));
  app.onError((error, context) => {
    if (error instanceof NotAPicture)
      return context.json({ message: "This file is not a picture that can be previewed" }, 415);
    console.error(error);
    return context.json({ message: "Internal server error" }, 500);
  });
  return app;
}

/** The key of a picture's preview, which is made when it is first asked for. */
async function previewed(album: Album, name: string): Promise<string> {
  const key = previewOf(name);
  if (!(await album.has(key))) {
    const { bytes, type } = await makePreview(await album.bytes(name));
    await album.put(key, bytes, type);
  }
  return key;
}

/** What follows a prefix in a URL's path, decoded once. Nothing for a path that is not properly encoded. */
function nameIn(url: string, prefix: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.slice(prefix.length));
  } catch {
    return undefined;
  }
}
