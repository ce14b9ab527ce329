import { spawnSync } from "node:child_process";
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
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import tar from "tar-fs";
import { build } from "../../lab/docker/build.ts";
import { hasEnclosure } from "../../lab/docker/enclosure.ts";
import type { OciImage } from "../../lab/docker/oci.ts";

const FROM = "FROM public.ecr.aws/lambda/nodejs:22\n";

describe("The lab's builder of images", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (files: Record<string, string>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  };
  const built = (options: { args?: Record<string, string>; target?: string } = {}) =>
    build({ folder, dockerfile: join(folder, "Dockerfile"), args: {}, ...options });
  /** What is in an image, and what it says of itself. */
  const opened = async ({ manifest, blobs }: OciImage) => {
    const { config, layers } = JSON.parse(manifest);
    const root = mkdtempSync(join(tmpdir(), "skylab-test-"));
    const files = gunzipSync(blobs.get(layers[0].digest) ?? Buffer.alloc(0));
    await pipeline(Readable.from([files], { objectMode: false }), tar.extract(root));
    const names = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const content = Object.fromEntries(names.map((name) => [name.slice(root.length), readFileSync(name, "utf8")]));
    rmSync(root, { recursive: true });
    return { content, ...JSON.parse(String(blobs.get(config.digest))).config };
  };
  const image = async (dockerfile: string, options = {}) => {
    put({ Dockerfile: dockerfile });
    return await opened(await built(options));
  };
  const refused = async (dockerfile: string) => {
    put({ Dockerfile: dockerfile });
    return await built().then(
      () => "nothing",
      (error: Error) => error.message,
    );
  };

  it("copies files, sets variables, and says what runs them", async () => {
    put({ "app.js": "code" });
    const found = await image(`${FROM}ENV A=1 B="\${A}2"\nCOPY app.js \${LAMBDA_TASK_ROOT}/\nCMD ["app.handler"]\n`);
    expect(found.content).to.deep.equal({ "/var/task/app.js": "code" });
    expect(found.Env).to.include.members(["LAMBDA_TASK_ROOT=/var/task", "A=1"]);
    expect(found).to.deep.include({ Cmd: ["app.handler"], Labels: { "skylab.runtime": "nodejs22.x" } });
  });

  it("makes the same image of the same files", async () => {
    put({ Dockerfile: `${FROM}COPY a /var/task/\nCMD ["a.b"]\n`, a: "a" });
    const [one, two] = [await built(), await built()];
    expect(one.manifest).to.equal(two.manifest);
  });

  it("copies a folder's content, by stars too, and into folders that are not there", async () => {
    put({ "src/a.js": "a", "src/deep/b.js": "b", "c.txt": "c", "d.txt": "d", "e.md": "e" });
    const { content } = await image(`${FROM}COPY src ./src\nCOPY *.txt texts/\n`);
    expect(Object.keys(content).sort()).to.deep.equal([
      "/var/task/src/a.js",
      "/var/task/src/deep/b.js",
      "/var/task/texts/c.txt",
      "/var/task/texts/d.txt",
    ]);
  });

  it("leaves out what .dockerignore says", async () => {
    put({ "a.js": "a", "node_modules/x/index.js": "x", "keep/secret": "s", "keep/open": "o" });
    put({ ".dockerignore": "node_modules\nkeep/*\n!keep/open\nDockerfile\n.dockerignore\n" });
    const { content } = await image(`${FROM}COPY . .\n`);
    expect(Object.keys(content).sort()).to.deep.equal(["/var/task/a.js", "/var/task/keep/open"]);
  });

  it("builds in stages, and copies from one into another", async () => {
    put({ "in.txt": "made" });
    const { content } = await image(
      `ARG VERSION=22\nFROM node:22 AS build\nWORKDIR /work\nCOPY in.txt .\nRUN cp in.txt out.txt\n` +
        `FROM public.ecr.aws/lambda/nodejs:\${VERSION}\nCOPY --from=build /work/out.txt ./\nCMD ["a.b"]\n`,
    );
    expect(content).to.deep.equal({ "/var/task/out.txt": "made" });
  });

  it("runs commands in the stage's folder, with its arguments and variables", async () => {
    const dockerfile = `${FROM}ARG WORD=none\nENV NAME=x\nRUN node -e 'require("fs").writeFileSync("w", process.env.WORD + process.env.NAME)'\n`;
    expect((await image(dockerfile)).content["/var/task/w"]).to.equal("nonex");
    expect((await image(dockerfile, { args: { WORD: "given" } })).content["/var/task/w"]).to.equal("givenx");
  });

  it("ends when a command fails", async () => {
    expect(await refused(`${FROM}RUN node -e 'process.exit(3)'\n`)).to.match(/RUN node .* ended with 3/);
  });

  it("does not follow a link out of the folder it copies", async () => {
    put({ "a.js": "a" });
    symlinkSync("/etc/hostname", join(folder, "link"));
    put({ Dockerfile: `${FROM}COPY . .\n` });
    const refusal = await built()
      .then(opened)
      .catch((error: Error) => error.message);
    expect(refusal).to.match(/link is not a valid symlink/);
  });

  it("does not copy what lies outside of the folder", async () => {
    expect(await refused(`${FROM}COPY ../secret .\n`)).to.contain("leads outside");
  });

  describe("keeps to the stage", () => {
    before(function () {
      // Elsewhere RUN is left to Docker.
      if (!hasEnclosure()) this.skip();
    });

    let outside: string;
    beforeEach(() => {
      outside = mkdtempSync(join(homedir(), ".skylab-test-"));
      writeFileSync(join(outside, "keep"), "kept");
    });
    afterEach(() => rmSync(outside, { recursive: true }));

    for (const [what, command] of [
      ["as a word", (file: string) => `rm -rf ${file}; true`],
      ["by a variable", (file: string) => `X=${file} && rm -rf $X; true`],
      ["by way of a shell", (file: string) => `sh -c "rm -rf ${file}"; true`],
      ["by what a command prints", (file: string) => `rm -rf $(echo ${file}) || true`],
      ["by a script", (file: string) => `node -e 'require("fs").rmSync("${file}", { recursive: true, force: true })'`],
      ["by npm's scripts", () => "npm run evil; true"],
      [
        "by the kernel's view of other processes",
        (file: string) => `for p in /proc/[0-9]*; do rm -rf $p/root${file} $p/cwd/keep; done; true`,
      ],
      [
        "by the system's mounts, written again",
        (file: string) => `mount -o remount,rw /usr; umount -l /etc; rm -rf ${file}; true`,
      ],
    ] as const) {
      it(`when a command removes a file of the host ${what}`, async () => {
        const script = `rm -rf ${outside}/keep $HOME/keep`;
        put({ "package.json": JSON.stringify({ scripts: { evil: script } }) });
        await image(`${FROM}COPY package.json .\nRUN ${command(join(outside, "keep"))}\n`);
        expect(readFileSync(join(outside, "keep"), "utf8")).to.equal("kept");
      });
    }

    it("when a command writes to the system, the home, or the temporary files of the host", async () => {
      const mark = `skylab-${process.pid}`;
      const places = ["/etc", "/usr", "/usr/bin", "/tmp", "/root", homedir(), tmpdir(), "/var/tmp", "/dev/shm", "/run"];
      const writes = places.map((place) => `(mkdir -p ${place}; echo x > ${place}/${mark}) 2>/dev/null`).join("; ");
      const { content } = await image(
        `${FROM}RUN ${writes}; true\nRUN echo x > /proc/sys/kernel/hostname && touch open; true\nRUN echo done > end\n`,
      );
      expect(Object.keys(content)).to.include("/var/task/end").and.not.include("/var/task/open");
      expect(places.filter((place) => existsSync(join(place, mark)))).to.deep.equal([]);
    });

    it("when a command looks for what the host has", async () => {
      const { content } = await image(
        `${FROM}RUN for f in ${outside}/keep /home/* /work /proc/1/environ; do ls -d $f >> seen 2>/dev/null; done; touch seen\n`,
      );
      expect(content["/var/task/seen"]).to.match(/^(\/proc\/1\/environ\n)?$/);
    });

    it("when links in it lead out of it", async () => {
      put({ "a.js": "a", "deep/keep": "changed" });
      const { content } = await image(
        `${FROM}RUN ln -s ${outside} out && ln -s ../../../../../..${outside} up\n` +
          `COPY deep/keep out/keep\nCOPY deep up\nWORKDIR /var/task/out/below\nCOPY a.js .\nRUN rm /var/task/out /var/task/up\n`,
      );
      expect(readdirSync(outside)).to.deep.equal(["keep"]);
      expect(readFileSync(join(outside, "keep"), "utf8")).to.equal("kept");
      expect(content).to.include({ [`${outside}/below/a.js`]: "a", [`${outside}/keep`]: "changed" });
    });

    it("ends what a command left running", async () => {
      const { content } = await image(`${FROM}RUN (sleep 1000 &) ; echo done > end\n`);
      expect(content["/var/task/end"]).to.equal("done\n");
      const { stdout } = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" });
      expect(stdout).not.to.contain("sleep 1000");
    });
  });

  it("does not copy through links that lead out of the folder", async () => {
    const outside = mkdtempSync(join(tmpdir(), "skylab-test-"));
    writeFileSync(join(outside, "secret"), "secret");
    symlinkSync(outside, join(folder, "out"));
    symlinkSync(join(outside, "secret"), join(folder, "secret"));
    for (const source of ["out/secret", "out/*", "secret"]) {
      expect(await refused(`${FROM}COPY ${source} .\n`), source).to.match(/does not exist|ENOENT/);
    }
    rmSync(outside, { recursive: true });
  });

  it("follows links within the folder, under their own names", async () => {
    put({ "real/a.js": "a" });
    symlinkSync("/real/a.js", join(folder, "link.js"));
    const { content } = await image(`${FROM}COPY link.js ./\n`);
    expect(content).to.deep.equal({ "/var/task/link.js": "a" });
  });

  it("says what is not there", async () => {
    expect(await refused(`${FROM}COPY none.js .\n`)).to.equal("COPY: none.js does not exist");
  });

  for (const [what, dockerfile] of [
    ["another base", "FROM alpine\n"],
    ["an image that is no function", "FROM node:22\nCOPY Dockerfile .\n"],
    ["a program that is not a builder's", `${FROM}RUN dnf install -y git\n`],
    ["a program that this machine does not have", `${FROM}RUN no-such-program\n`],
    ["an archive that is unpacked", `${FROM}ADD a.tar.gz .\n`],
    ["a file from the network", `${FROM}ADD https://example.com/a .\n`],
    ["another entry point", `${FROM}ENTRYPOINT ["/usr/bin/other"]\n`],
    ["mounts", `${FROM}RUN --mount=type=cache,target=/root/.npm npm ci\n`],
    ["an image that it would have to download", `${FROM}COPY --from=busybox:1 /bin/sh .\n`],
    ["health checks", `${FROM}HEALTHCHECK CMD true\n`],
  ] as const) {
    it(`leaves ${what} to Docker, and says so`, async () => {
      expect(await refused(dockerfile)).to.match(/can't do this: .*Docker can: set CDK_DOCKER=docker/s);
    });
  }
});
