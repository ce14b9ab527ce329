import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { unzip } from "../../lab/cloud/services/lambda/code/zip.ts";
import { Bundle } from "../../lab/live/bundle.ts";
import { LiveReload } from "../../lab/live/reload.ts";
import { liveFunctions } from "../../lab/live/sources.ts";
import { packageFolder } from "../../lab/package.ts";
import { stackName } from "../../lab/targets/photosky.ts";
import { Functions } from "../cloud/services/lambda/functions.ts";
import { useCloud } from "../cloud/use-cloud.ts";
import { applicationUrl, lab, needs } from "../deployed.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

describe("Live reload", () => {
  const cloud = useCloud();
  const FunctionName = "Live";
  let functions: Functions;
  let folder: string;
  let live: LiveReload;
  let told: string[];
  let heard: () => void;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylab-live-"));
    functions = new Functions(cloud.endpoint);
    await functions.makeRole();
    await functions.create(FunctionName, "export const handler = async () => 'deployed';");
    save("words.ts", "export const words: string = 'first';");
    save("handler.ts", "import { words } from './words.ts';\nexport const handler = async () => words;");
    const settings = { endpoint: cloud.endpoint, region: "us-east-1", credentials };
    told = [];
    const log = (line: string) => {
      told.push(line);
      heard();
    };
    live = new LiveReload({ name: FunctionName, source: join(folder, "handler.ts") }, { settings, log });
    await live.start();
  });
  after(async () => {
    await live.close();
    functions.destroy();
    rmSync(folder, { recursive: true });
  });

  const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
  /** Saves a file, and waits until the reload says something like that of it. */
  const saved = async (name: string, text: string, like: RegExp) => {
    const from = told.length;
    save(name, text);
    while (!told.slice(from).some((line) => like.test(line))) await new Promise<void>((resolve) => (heard = resolve));
  };
  const answer = async () => (await functions.invoke(FunctionName)).answer;

  it("leaves what is deployed until something is saved", async () => {
    expect(await answer()).to.equal("deployed");
  });

  it("has the next request run what was saved, in the handler or in what it imports", async () => {
    await saved(
      "handler.ts",
      "import { words } from './words.ts';\nexport const handler = async () => words + '!';",
      /is live/,
    );
    expect(await answer()).to.equal("first!");
    await saved("words.ts", "export const words: string = 'second';", /is live/);
    expect(await answer()).to.equal("second!");
  });

  it("tells what does not compile, where, and keeps the code before", async () => {
    await saved(
      "words.ts",
      "export const words: string = ;",
      /is not live; the last good code keeps running:\nwords\.ts:1:29: Unexpected ";"/,
    );
    expect(await answer()).to.equal("second!");
    await saved("words.ts", "export const words: string = 'third';", /is live/);
    expect(await answer()).to.equal("third!");
  });
});

describe("A bundle for the debugger", () => {
  it("has a source map that leads to the sources where they lie", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skylab-live-"));
    writeFileSync(join(folder, "handler.ts"), "type A = string;\n\nexport const handler = (): A => 'found';");
    const bundle = new Bundle(join(folder, "handler.ts"), true);
    try {
      await unzip((await bundle.build()).zip, join(folder, "unpacked"));
      const code = readFileSync(join(folder, "unpacked/index.js"), "utf8");
      expect(code).to.match(/\/\/# sourceMappingURL=index\.js\.map\n$/);
      const before = code.slice(0, code.indexOf('"found"')).split("\n");
      const content = JSON.parse(readFileSync(join(folder, "unpacked/index.js.map"), "utf8"));
      const map = new SourceMap(content);
      const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
      expect(entry).to.deep.include({ originalLine: 2 });
      const source = "originalSource" in entry ? entry.originalSource : "";
      expect(fileURLToPath(new URL(source, content.sourceRoot))).to.equal(join(folder, "handler.ts"));
    } finally {
      await bundle.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("The stack's functions", function () {
  this.timeout(300_000);

  it("say from which file they come", async function () {
    await needs(this, "disposable");
    await applicationUrl();
    const endpoint = (await lab()).endpoint ?? "";
    const found = await liveFunctions(stackName(), packageFolder, { endpoint, region: "us-east-1", credentials });
    expect(found.map(({ source }) => source)).to.deep.equal([join(packageFolder, "functions/photosky/handler.ts")]);
  });
});
