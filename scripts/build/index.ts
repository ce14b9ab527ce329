import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as buildRuntime } from "esbuild";
import { build } from "vite";
import { packageFolder } from "../../lab/package.ts";
import { fingerprintOf } from "../../lab/targets/fingerprint.ts";
import { leaveCode } from "./code.ts";
import { database } from "./database.ts";
import { entries } from "./entries.ts";
import { licenses } from "./licenses.ts";
import { packages } from "./packages.ts";
import { sdkModels } from "./sdk-models.ts";

// npm run build: puts the lab's modules together in dist/lab. From the sources Node.js reads hundreds of files until the first answer,
// most of them of SDK clients that never send anything; from the build it reads a few, whose compiled code lies beside them. What loads
// late in the sources (services, commands) is a file of its own here, too, and loads as late. Nothing to do when the sources are what the last build was made of.

const RUNTIMES = "cloud/services/lambda/runtimes";
/** What is read or run, not imported. */
const FILES = [RUNTIMES, "cloud/auth/aws-managed.br", "start/load.mjs"];
/** The command, what users import, and CDK_DOCKER's program. */
const PROGRAMS = ["cli/main", "index", "cloud/index", "docker/main"];
/** What `startThread` runs. */
const THREADS = [
  "cloud/services/apigateway/shared/read-worker",
  "cloud/services/cloudformation/template/read-worker",
  "cloud/store/digests/digest-worker",
];
const out = join(packageFolder, "dist/lab");
const stamp = join(out, "parts/SOURCES");
const sources = fingerprintOf(["lab", "scripts/build"]);

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== sources) {
  await bundle();
  for (const file of FILES) cpSync(join(packageFolder, "lab", file), join(out, file), { recursive: true });
  await bundleNodeRuntime();
  await leaveCode(out);
  writeFileSync(stamp, sources);
}

/** A few files out of many. Nothing is renamed or squeezed: a stack says where it is, and with --enable-source-maps the source's line. */
async function bundle(): Promise<void> {
  await build({
    root: packageFolder,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    plugins: [sdkModels, database, packages, licenses, entries],
    // What has letters of other scripts in it would take twice the memory.
    esbuild: { charset: "ascii" },
    ssr: { noExternal: true },
    resolve: { mainFields: ["module", "main"], conditions: ["module", "node"] },
    build: {
      ssr: true,
      target: "node20",
      outDir: out,
      emptyOutDir: true,
      minify: false,
      sourcemap: true,
      rollupOptions: {
        // lmdb's keys are read by a function that is made so where that is allowed.
        onwarn: (warning, warn) => warning.code === "EVAL" || warn(warning),
        input: Object.fromEntries(
          [...PROGRAMS, ...THREADS].map((name) => [name, join(packageFolder, "lab", `${name}.ts`)]),
        ),
        output: {
          format: "cjs",
          entryFileNames: ({ name }) => `parts/${name.replaceAll("/", "-")}.cjs`,
          chunkFileNames: "parts/[name]-[hash].cjs",
          sourcemapExcludeSources: true,
        },
      },
    },
  });
}

/** One file of the Node.js runtime: each cold start reads it. */
async function bundleNodeRuntime(): Promise<void> {
  const main = join(out, RUNTIMES, "nodejs/main.mjs");
  await buildRuntime({
    entryPoints: [main],
    outfile: main,
    allowOverwrite: true,
    bundle: true,
    platform: "node",
    format: "esm",
    keepNames: true,
    logLevel: "warning",
  });
}
