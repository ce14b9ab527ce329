import { basename, dirname, join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { type BuildContext, context, type Message } from "esbuild";
import { ZipFile } from "yazl";

/** The code does not compile. The message is esbuild's, with file and line. */
export class DoesNotCompile extends Error {
  override readonly name = "DoesNotCompile";
}

/** What a function's handler was bundled into. */
export interface Bundled {
  /** An archive as Lambda takes it: `index.js`, and its source map. */
  readonly zip: Buffer;
  /** The files that it was made from, packages aside. */
  readonly files: readonly string[];
}

/** Bundles a handler as the CDK's NodejsFunction does, again and again, quicker each time. */
export class Bundle {
  readonly #context: Promise<BuildContext<{ metafile: true; write: false }>>;
  readonly #folder: string;

  /** @param sourceMap whether a debugger is to find the sources, where they lie */
  constructor(source: string, sourceMap: boolean) {
    const folder = dirname(source);
    this.#folder = folder;
    this.#context = context({
      entryPoints: [source],
      bundle: true,
      // What is small is sent and read sooner; what is read in a debugger had better be as it was written.
      minify: !sourceMap,
      platform: "node",
      target: "node20",
      format: "cjs",
      sourcemap: sourceMap ? "external" : false,
      // Sources are named as seen from here: a debugger finds them wherever the bundle itself is unpacked.
      sourceRoot: `${pathToFileURL(folder)}/`,
      outfile: join(folder, "index.js"),
      absWorkingDir: folder,
      metafile: true,
      write: false,
      logLevel: "silent",
    });
  }

  /** Bundles what the files hold now. Throws DoesNotCompile. */
  async build(): Promise<Bundled> {
    const { outputFiles, metafile } = await (await this.#context).rebuild().catch((error) => {
      throw new DoesNotCompile(error.errors ? error.errors.map(lineOf).join("\n") : error.message);
    });
    const archive = new ZipFile();
    // Storing is quicker than compressing, and it goes no further than this machine.
    const options = { compress: false, mtime: new Date(0) };
    const comment = outputFiles.length > 1 ? "\n//# sourceMappingURL=index.js.map\n" : "";
    for (const { path, contents } of outputFiles) {
      const code = path.endsWith(".js") ? [contents, Buffer.from(comment)] : [contents];
      archive.addBuffer(Buffer.concat(code), basename(path), options);
    }
    archive.end();
    const inputs = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules"));
    return { zip: await buffer(archive.outputStream), files: inputs.map((path) => resolve(this.#folder, path)) };
  }

  async close(): Promise<void> {
    await (await this.#context).dispose();
  }
}

function lineOf({ text, location }: Message): string {
  return location
    ? `${location.file}:${location.line}:${location.column}: ${text}\n    ${location.lineText.trim()}`
    : text;
}
