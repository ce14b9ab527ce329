import { execFile, execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { expect } from "chai";
import { findPython } from "../../lab/cloud/services/lambda/executor/python.ts";
import { packageFolder } from "../../lab/package.ts";
import { functions, notifying } from "./functions.ts";

/** The parts of package.json and of the lock file that are looked at. */
interface Manifest {
  readonly version?: string;
  readonly dev?: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const read = (file: string) => JSON.parse(readFileSync(join(packageFolder, file), "utf8"));
const manifest: Manifest = read("package.json");
const locked: Readonly<Record<string, Manifest>> = read("package-lock.json").packages;

/** What an installation brings along: the packages of the lock file that are not for development, by name. */
const installed = Object.entries(locked)
  .filter(([path, { dev }]) => !dev && path.startsWith("node_modules/") && !path.includes("/node_modules/"))
  .map(([path]) => path.slice("node_modules/".length));

/** Files below a folder, with its own name in front. */
function filesIn(folder: string): string[] {
  return readdirSync(join(packageFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(packageFolder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

/** The packages that a built file names: those that load with it, and those that it loads when it needs them. */
function importsOf(file: string): { readonly always: string[]; readonly later: string[] } {
  const text = readFileSync(join(packageFolder, file), "utf8");
  const packages = (pattern: RegExp) =>
    [...text.matchAll(pattern)]
      .map(([, name = ""]) => name)
      .filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name))
      .map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      );
  return {
    always: packages(/^(?:const \w+ = |)require\("([^"\s]+)"\)/gm),
    later: packages(/\bimport\(name\)\)\)\(\s*["']([^"'\s]+)["']\s*\)/g),
  };
}

describe("The package", function () {
  this.timeout(120_000);
  const run = promisify(execFile);
  let folder: string;
  let app: string;
  const inPackage = (...path: string[]) => join(app, "node_modules/skylab", ...path);

  // As installed: the packed files, beside links to those packages alone that an installation brings along.
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylab-package-"));
    app = join(folder, "app");
    mkdirSync(inPackage(), { recursive: true });
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
      cwd: packageFolder,
      shell: process.platform === "win32",
    });
    const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    execFileSync("tar", ["-xzf", join(folder, tarball), "-C", inPackage(), "--strip-components=1"]);
    for (const name of installed) {
      const link = join(app, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      if (existsSync(join(packageFolder, "node_modules", name)))
        symlinkSync(join(packageFolder, "node_modules", name), link, "junction");
    }
    writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", version: "1.0.0" }));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("holds every file that is no module, where the code looks for it", () => {
    const others = filesIn("lab").filter((file) => !/\.(tsx?|md)$|^lab\/console\//.test(file));
    expect(others).to.include("lab/cloud/services/lambda/runtimes/python/main.py");
    const missing = others.filter((file) => !existsSync(inPackage(file)) && !existsSync(inPackage("dist", file)));
    expect(missing).to.deep.equal([]);
    for (const file of ["README.md", "LICENSE", "lab/Dockerfile", ".dockerignore", "dist/console/index.html"])
      expect(existsSync(inPackage(file)), file).to.equal(true);
    for (const file of [...filesIn("infra"), ...filesIn("functions"), ...filesIn("bin")])
      if (!file.includes("cdk.out")) expect(existsSync(inPackage(file)), file).to.equal(true);
  });

  it("declares every package that it loads, and loads none at once that is optional", () => {
    const own = { ...manifest.dependencies, ...manifest.peerDependencies };
    for (const file of filesIn("dist/lab").filter((name) => /\.[cm]?js$/.test(name))) {
      const { always, later } = importsOf(file);
      for (const name of always) expect(manifest.dependencies, file).to.have.property(name);
      for (const name of later) expect(own, file).to.have.property(name);
    }
    for (const name of Object.keys(manifest.peerDependencies))
      expect(manifest.peerDependenciesMeta[name]?.optional, name).to.equal(true);
  });

  it("pins the SDK's inner packages: newer ones bring a core of their own each, ten times 8 MB", () => {
    const inner = installed.filter((name) => {
      const { "@aws-sdk/core": sdk, "@smithy/core": smithy } = locked[`node_modules/${name}`]?.dependencies ?? {};
      return /^@(aws-sdk|smithy)\//.test(name) && (sdk || smithy);
    });
    for (const name of inner)
      expect(manifest.dependencies[name], name).to.equal(locked[`node_modules/${name}`]?.version);
  });

  it("brings neither the CDK nor what only the sample needs", () => {
    for (const name of ["aws-cdk", "aws-cdk-lib", "aws-cdk-local", "constructs", "esbuild", "hono", "jimp", "tsx"])
      expect(installed).not.to.include(name);
  });

  it("has types for import and require that lead to no other package", async () => {
    const tsc = join(packageFolder, "node_modules/typescript/bin/tsc");
    const types = ["-p", join(packageFolder, "tsconfig.types.json"), "--outDir", inPackage("dist")];
    await run(process.execPath, [tsc, ...types]);
    const use = `import { type CloudOptions, type RunningCloud, startCloud, startLab } from "skylab";
      export const cloud = (options: CloudOptions): Promise<RunningCloud> => startCloud(options);
      void startLab({ port: 0 }).then((lab) => lab.cdk(["synth"], { app: "." }));
      // @ts-expect-error A number is no folder.
      void startCloud({ state: 1 });`;
    for (const name of ["use.mts", "use.cts"]) writeFileSync(join(app, name), use);
    const roots = ["--types", "node", "--typeRoots", join(packageFolder, "node_modules/@types")];
    const check = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022", ...roots];
    // Without links: the packages beside it would lend their types.
    const alone = join(folder, "alone");
    mkdirSync(join(alone, "node_modules"), { recursive: true });
    symlinkSync(inPackage(), join(alone, "node_modules/skylab"), "junction");
    const { stdout } = await run(
      process.execPath,
      [tsc, ...check, "--preserveSymlinks", "--module", "nodenext", join(app, "use.mts"), join(app, "use.cts")],
      { cwd: alone },
    ).catch((error) => error);
    expect(stdout).to.equal("");
  });

  it("starts a cloud for lab cloud", async () => {
    const child = spawn(process.execPath, [inPackage("dist/lab/cli/main.js"), "cloud", "--port", "0", "--ephemeral"], {
      cwd: app,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const endpoint = await new Promise<string>((resolve) =>
      createInterface({ input: child.stdout }).once("line", resolve),
    );
    expect(((await (await fetch(`${endpoint}/_lab/health`)).json()) as { status: string }).status).to.equal("ready");
    child.kill("SIGTERM");
    expect(await ended).to.equal(0);
  });

  const script = `async ({ startCloud, startLab }) => {
    const cloud = await startCloud({ port: 0 });
    const { status } = await fetch(cloud.endpoint + "/_lab/health");
    await cloud.clock.advance(1000);
    await cloud[Symbol.asyncDispose]();
    const lab = await startLab({ port: 0 });
    const failure = await lab.cdk(["synth"], { app: "." }).catch((error) => error.message);
    await lab.close();
    console.log(JSON.stringify([status, failure]));
  }`;
  const expected = [200, "The CDK needs 2 more packages: npm install --save-dev aws-cdk aws-cdk-local"];

  it("starts clouds for a program that imports it, and names what the CDK needs", async () => {
    writeFileSync(join(app, "use.mjs"), `import * as skylab from "skylab"; await (${script})(skylab);`);
    expect(JSON.parse((await run(process.execPath, ["use.mjs"], { cwd: app })).stdout)).to.deep.equal(expected);
  });

  it("does the same for one that requires it", async () => {
    writeFileSync(join(app, "use.cjs"), `(${script})(require("skylab"));`);
    expect(JSON.parse((await run(process.execPath, ["use.cjs"], { cwd: app })).stdout)).to.deep.equal(expected);
  });

  it("does the same in a sandbox without import(), such as Jest's", async () => {
    writeFileSync(
      join(app, "sandbox.cjs"),
      `const vm = require("node:vm"), { readFileSync } = require("node:fs"), { dirname } = require("node:path");
      const context = vm.createContext({ console, fetch });
      const file = require.resolve("skylab");
      const made = { exports: {} };
      const run = vm.runInContext("(require, module, exports, __dirname) => {" + readFileSync(file, "utf8") + "}", context);
      run(require, made, made.exports, dirname(file));
      vm.runInContext(${JSON.stringify(`(${script})`)}, context)(made.exports);`,
    );
    expect(JSON.parse((await run(process.execPath, ["sandbox.cjs"], { cwd: app })).stdout)).to.deep.equal(expected);
  });

  it("runs functions in Python, out of buckets' notifications, and from images that it builds itself", async function () {
    if (process.platform === "win32" || !(await findPython("python3.12"))) this.skip();
    const image = join(folder, "image");
    mkdirSync(image);
    writeFileSync(join(image, "index.mjs"), "export const handler = async () => 'from an image';");
    writeFileSync(
      join(image, "Dockerfile"),
      'FROM public.ecr.aws/lambda/nodejs:20\nCOPY index.mjs ./\nCMD ["index.handler"]\n',
    );
    writeFileSync(join(app, "template.json"), JSON.stringify(notifying()));
    writeFileSync(join(app, "functions.mjs"), `(${functions})(await import("skylab"), ${JSON.stringify(image)});`);
    const { stdout } = await run(process.execPath, ["functions.mjs"], { cwd: app });
    expect(JSON.parse(stdout)).to.deep.equal({
      status: "CREATE_COMPLETE",
      seen: "SEEN a b.txt",
      image: "from an image",
    });
  });

  it("says what lab up needs", async () => {
    const failure = await run(process.execPath, [inPackage("dist/lab/cli/main.js"), "up"], { cwd: app }).catch(
      (e) => e,
    );
    expect(failure.stderr).to.match(/^PhotoSky.* needs 9 more packages: npm install --save-dev aws-cdk .*\n$/);
  });
});
