import { basename, dirname, join, resolve, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { BuildContext, BuildOptions, Message } from "esbuild";
import { ZipFile } from "yazl";
import { checkPackages } from "../targets/packages.ts";

/** The code does not compile. The message is esbuild's, with file and line. */
export class DoesNotCompile extends Error {
  override readonly name = "DoesNotCompile";
}

/** What a function's code was bundled into. */
export interface Bundled {
  /** An archive as Lambda takes it: `index.js`, its source map, and what the function serves to browsers. */
  readonly zip: Buffer;
  /** The files that it was made from, packages aside. */
  readonly files: readonly string[];
}

/** How JSX is meant in what is installed as a package, PhotoSky: esbuild reads no tsconfig.json there. */
function jsxIn(folder: string, jsxImportSource: string) {
  return folder.includes(`${sep}node_modules${sep}`) ? ({ jsx: "automatic", jsxImportSource } as const) : {};
}

type Options = BuildOptions & { metafile: true; write: false };
type Context = BuildContext<Options>;

/** Bundles a function's code as the CDK does with esbuild, again and again, quicker each time. */
export class Bundle {
  readonly #contexts: Promise<Context[]>;
  readonly #folder: string;

  /**
   * @param sourceMap whether a debugger is to find the sources, where they lie
   * @param browser the scripts for browsers that lie beside the handler's bundle, by name
   */
  constructor(source: string, sourceMap: boolean, browser: Readonly<Record<string, string>> = {}) {
    const folder = dirname(source);
    this.#folder = folder;
    checkPackages("Live reload", ["esbuild"]);
    const common = { bundle: true, absWorkingDir: folder, metafile: true, write: false, logLevel: "silent" } as const;
    const handler: Options = {
      ...common,
      ...jsxIn(folder, "hono/jsx"),
      entryPoints: [source],
      // What is small is sent and read sooner; what is read in a debugger had better be as it was written.
      minify: !sourceMap,
      platform: "node",
      target: "node20",
      format: "cjs",
      sourcemap: sourceMap ? "external" : false,
      // Sources are named as seen from here: a debugger finds them wherever the bundle itself is unpacked.
      sourceRoot: `${pathToFileURL(folder)}/`,
      outfile: join(folder, "index.js"),
    };
    const scripts = Object.entries(browser).map(
      ([name, file]): Options => ({
        ...common,
        ...jsxIn(folder, "hono/jsx/dom"),
        entryPoints: [file],
        minify: true,
        platform: "browser",
        target: "es2022",
        outfile: join(folder, name),
      }),
    );
    this.#contexts = begun([handler, ...scripts]);
  }

  /** Bundles what the files hold now. Throws DoesNotCompile. */
  async build(): Promise<Bundled> {
    const contexts = await this.#contexts;
    const built = await Promise.all(contexts.map((one) => one.rebuild())).catch((error) => {
      throw new DoesNotCompile(error.errors ? error.errors.map(lineOf).join("\n") : error.message);
    });
    const outputs = built.flatMap(({ outputFiles }) => outputFiles);
    const archive = new ZipFile();
    // Storing is quicker than compressing, and it goes no further than this machine.
    const options = { compress: false, mtime: new Date(0) };
    const mapped = outputs.some(({ path }) => basename(path) === "index.js.map");
    for (const { path, contents } of outputs) {
      const name = basename(path);
      const comment = mapped && name === "index.js" ? "\n//# sourceMappingURL=index.js.map\n" : "";
      archive.addBuffer(Buffer.concat([contents, Buffer.from(comment)]), name, options);
    }
    archive.end();
    const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
    const own = new Set(inputs.filter((path) => !path.includes("node_modules")));
    return { zip: await buffer(archive.outputStream), files: [...own].map((path) => resolve(this.#folder, path)) };
  }

  async close(): Promise<void> {
    for (const one of await this.#contexts) await one.dispose();
  }
}

/** Loads esbuild now: commands that bundle nothing work without it. */
async function begun(all: readonly Options[]): Promise<Context[]> {
  const { context } = await import("esbuild");
  return await Promise.all(all.map((options) => context(options)));
}

function lineOf({ text, location }: Message): string {
  return location
    ? `${location.file}:${location.line}:${location.column}: ${text}\n    ${location.lineText.trim()}`
    : text;
}
