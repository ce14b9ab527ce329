import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { services as registry } from "../../lab/cloud/services/index.ts";
import { packageFolder } from "../../lab/package.ts";

const CLOUD = join(packageFolder, "lab/cloud");
const SERVICES = join(CLOUD, "services");

/** What a service's folder may have at its top, besides folders of nouns. */
const ANATOMY = new Set([
  "service.ts",
  "access.ts",
  "audit.ts",
  "records.ts",
  "state.ts",
  "errors.ts",
  "target.ts",
  "source.ts",
  "constraints.ts",
  "serve.ts",
  "address.ts",
  "README.md",
]);

/** A house of several services: its folder holds a room for each, which have the anatomy, and what they share. */
const HOUSES: Readonly<Record<string, readonly string[]>> = { apigateway: ["rest", "v2"] };

describe("The hallway", () => {
  const services = foldersIn(SERVICES);

  it("names no service", () => {
    const keys = Object.keys(registry).join("|");
    // As a word of its own, or as a folder that is imported from.
    const quoted = new RegExp(`["'\`](?:[./]*/services/)?(${keys})(?:/[^"'\`]*)?["'\`]`, "g");
    const found: Record<string, readonly string[]> = {};
    for (const file of filesBelow(CLOUD)) {
      const names = [...readFileSync(join(CLOUD, file), "utf8").matchAll(quoted)].map(([, name = ""]) => name);
      if (names.length > 0) found[file] = [...new Set(names)].sort();
    }
    expect(found).to.deep.equal({});
  });

  for (const room of services.flatMap((service) => HOUSES[service]?.map((name) => join(service, name)) ?? [service])) {
    it(`knows every file at the top of ${room}`, () => {
      const entries = readdirSync(join(SERVICES, room), { withFileTypes: true });
      expect(entries.map(({ name }) => name)).to.include("service.ts");
      const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
      expect(files.filter((name) => !ANATOMY.has(name))).to.deep.equal([]);
    });
  }
});

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The TypeScript files of the cloud that belong to no service. */
function filesBelow(folder: string, path = ""): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = path === "" ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) return inner === "services" ? [] : filesBelow(folder, inner);
    return inner.endsWith(".ts") ? [inner] : [];
  });
}
