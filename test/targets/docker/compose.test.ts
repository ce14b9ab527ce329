import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { parse } from "yaml";
import { composeFile } from "../../../lab/cli/class/compose.ts";
import { packageFolder } from "../../../lab/package.ts";
import { environment, image } from "../../../lab/targets/localstack/quirks.ts";

const execute = promisify(execFile);

/** How Docker Compose is called here: the plug-in, or the older command of its own; nothing where there is neither. */
async function compose(): Promise<string[] | undefined> {
  for (const command of [["docker", "compose"], ["docker-compose"]]) {
    const [program = "", ...words] = command;
    if (await execute(program, [...words, "version"]).catch(() => undefined)) return command;
  }
  return undefined;
}

describe("compose.yaml", () => {
  const file = parse(readFileSync(join(packageFolder, "compose.yaml"), "utf8"), { merge: true });

  it("has a profile for LocalStack and one for the lab, at the same port and with the same deployment", () => {
    const { localstack, embedded, "deploy-localstack": one, "deploy-embedded": other } = file.services;
    expect(localstack.ports).to.deep.equal(embedded.ports);
    expect(one.command).to.deep.equal(other.command);
    expect(readFileSync(join(packageFolder, ".env"), "utf8").trim()).to.equal("COMPOSE_PROFILES=localstack");
  });

  it("builds its image once: one service of a profile does, and the others run it", () => {
    const services = Object.values(
      file.services as Record<string, { profiles: string[]; image: string; build?: object }>,
    );
    for (const profile of ["localstack", "embedded"]) {
      const built = services.filter(({ profiles, build }) => profiles.includes(profile) && build);
      expect(built.map(({ image }) => image)).to.deep.equal(["skylab-tools"]);
    }
  });

  it("sets LocalStack up as the target of that name does", () => {
    const { localstack } = file.services;
    expect(localstack.image).to.contain(image);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose fills it in
    const port = "${LAB_PORT:-4566}";
    const written = Object.entries(localstack.environment as Record<string, string>);
    const meant = Object.fromEntries(written.map(([name, value]) => [name, value.replace(port, "4566")]));
    expect(meant).to.deep.equal(environment(4566));
  });

  it("is taken by Docker Compose, where there is one", async function () {
    const command = await compose();
    if (!command) return this.skip();
    const [program = "", ...words] = command;
    for (const profile of ["localstack", "embedded"]) {
      const env = { ...process.env, COMPOSE_PROFILES: profile };
      const { stdout } = await execute(program, [...words, "config"], { cwd: packageFolder, env });
      expect(Object.keys(parse(stdout).services)).to.include.members([profile, `deploy-${profile}`]);
    }
  }).timeout(30_000);
});

describe("A class's Compose file", () => {
  const layout = { students: 30, host: "192.0.2.1", firstPort: 4601, memory: "512M", image: "skylab" };

  it("has a lab for each student, each at a port of its own that is the same inside", () => {
    const { services, volumes } = parse(composeFile(layout));
    expect(Object.keys(services)).to.have.length(30);
    expect(services["student-30"].ports).to.deep.equal(["4630:4630"]);
    expect(services["student-30"].command).to.include.members(["4630", "http://192.0.2.1:4630"]);
    expect(services["student-30"].deploy.resources.limits.memory).to.equal("512M");
    expect(Object.keys(volumes)).to.deep.equal(Object.keys(services));
  });

  it("has one lab for all when it is to be shared, whose well-known keys open nobody's account", () => {
    const text = composeFile({ ...layout, students: 2, shared: true });
    const { services } = parse(text);
    expect(Object.keys(services)).to.deep.equal(["lab"]);
    expect(services.lab.command.slice(-2)).to.deep.equal(["--well-known-keys", "off"]);
    expect(text).to.contain("lab class create --students 2").and.not.to.contain("AWS_SECRET_ACCESS_KEY=test");
  });

  it("wants an address, because names of buckets would need DNS", () => {
    for (const host of ["lab.example.com", "", "localhost", "1.2.3"])
      expect(() => composeFile({ ...layout, host })).to.throw(/IP address/);
    expect(composeFile({ ...layout, host: "2001:db8::1" })).to.contain("http://[2001:db8::1]:4601");
  });

  it("is taken by Docker Compose, where there is one", async function () {
    const command = await compose();
    if (!command) return this.skip();
    const [program = "", ...words] = command;
    const folder = mkdtempSync(join(tmpdir(), "skylab-class-"));
    try {
      writeFileSync(join(folder, "class.yaml"), composeFile(layout));
      const { stdout } = await execute(program, [...words, "-f", join(folder, "class.yaml"), "config"]);
      expect(Object.keys(parse(stdout).services)).to.have.length(30);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }).timeout(30_000);
});
