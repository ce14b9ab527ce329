import { join } from "node:path";
import { buildSync } from "esbuild";

/** The source of PhotoSky's function, and of the page that it serves. */
export const source = join(import.meta.dirname, "../functions/photosky");

/** Bundles PhotoSky into a folder: the function's code (`index.js`), and beside it the page's script and style. */
export function bundlePhotosky(folder: string): void {
  // Said here as well as in tsconfig.json, which esbuild does not read of what is installed as a package.
  const options = { bundle: true, minify: true, legalComments: "none", jsx: "automatic" } as const;
  buildSync({
    ...options,
    entryPoints: [join(source, "handler.ts")],
    jsxImportSource: "hono/jsx",
    // The SDK comes along: reading one bundled file is quicker than finding the SDK's thousand in the runtime.
    outfile: join(folder, "index.js"),
    platform: "node",
    target: "node22",
  });
  buildSync({
    ...options,
    entryPoints: [join(source, "page/main.tsx")],
    jsxImportSource: "hono/jsx/dom",
    outfile: join(folder, "page.js"),
    platform: "browser",
    target: "es2022",
  });
}
