import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { salvage } from "../../../lab/cloud/store/salvage.ts";
import { Store } from "../../../lab/cloud/store/store.ts";

const PAGE = 4096;
const MUTATIONS = 120;

describe("A damaged database", () => {
  let folder: string;
  let file: string;
  let whole: Buffer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylab-damage-"));
    file = join(folder, "data.mdb");
    const store = Store.open(folder);
    const things = store.collection<object>("things");
    for (let n = 0; n < 60; n++) {
      store.write(() => {
        for (let k = 0; k < 20; k++) things.put([n, `k${k}`], { n, k, text: "x".repeat(k * 40), list: [1, { n }] });
        if (n > 0) for (let k = 0; k < 10; k++) things.delete(n - 1, `k${k}`);
      });
    }
    store.write(() => things.put(["large"], { text: "y".repeat(20_000) }));
    await store.close();
    whole = readFileSync(file);
  });
  afterEach(() => writeFileSync(file, whole));
  after(() => rmSync(folder, { recursive: true }));

  it("is refused, or works, whichever bytes are wrong", function () {
    this.timeout(60_000);
    const source = JSON.stringify(join(import.meta.dirname, "../../../lab/cloud/store/store.ts"));
    // A process that LMDB ends takes only itself along, and says with which bytes it happened.
    const script = `
      import { readFileSync, writeFileSync } from "node:fs";
      const { Store } = await import(${source});
      const [folder, count] = process.argv.slice(1);
      const file = folder + "/data.mdb";
      const whole = readFileSync(file);
      let seed = 15;
      const random = (most) => Math.floor(((seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31) * most);
      const inUse = whole.length - 3 * 2 ** 20;
      const ways = [
        (bytes) => { bytes[random(2) * ${PAGE} + random(160)] ^= 1 << random(8); },
        (bytes) => { for (let n = 0; n < 4; n++) bytes[random(inUse)] ^= 1 << random(8); },
        (bytes) => { for (let n = 0; n < 4; n++) bytes[random(inUse / ${PAGE}) * ${PAGE} + random(60)] ^= 1 << random(8); },
        (bytes) => { const at = random(inUse / 512) * 512; bytes.fill(0, at, at + 512); },
        (bytes) => { const from = random(inUse / ${PAGE}) * ${PAGE}; bytes.copy(bytes, random(inUse / ${PAGE}) * ${PAGE}, from, from + ${PAGE}); },
        (bytes) => bytes.subarray(0, random(inUse)),
      ];
      const outcomes = { refused: 0, worked: 0, other: [] };
      for (let n = 0; n < Number(count); n++) {
        const bytes = Buffer.from(whole);
        writeFileSync(file, ways[n % ways.length](bytes) ?? bytes);
        console.error("mutation", n);
        let store;
        try {
          store = Store.open(folder);
        } catch (error) {
          if (error.name !== "StoreError" || /\\n/.test(error.message)) outcomes.other.push(error.stack);
          outcomes.refused++;
          continue;
        }
        const things = store.collection("things");
        try {
          for (const key of things.keys()) things.get(...key);
          for (let k = 0; k < 5; k++) {
            store.write(() => things.put([k, "new"], { text: "z".repeat(k * 100) }));
            store.write(() => { for (let n = 0; n < 60; n++) things.delete(n, "k" + k); });
          }
        } catch (error) {
          if (error.name !== "StoreError") outcomes.other.push(error.stack);
        }
        await store.close();
        outcomes.worked++;
      }
      console.log(JSON.stringify(outcomes));`;
    const args = ["--import", "tsx", "--input-type=module", "-e", script, folder, String(MUTATIONS)];
    const { stdout, stderr, signal } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(signal, stderr.trim().split("\n").slice(-2).join("\n")).to.equal(null);
    const { refused, worked, other } = JSON.parse(stdout);
    expect(other).to.deep.equal([]);
    expect(refused).to.be.above(MUTATIONS / 4);
    expect(worked).to.be.above(MUTATIONS / 20);
  });

  for (const [what, wreck] of [
    ["its head", (bytes: Buffer) => bytes.fill(0, 0, 2 * PAGE)],
    ["half of its head", (bytes: Buffer) => bytes.fill(0, 0, PAGE)],
    ["the root of its tree", (bytes: Buffer) => bytes.fill(0, rootOf(bytes) * PAGE, (rootOf(bytes) + 1) * PAGE)],
  ] as const) {
    it(`without ${what} still gives its records`, () => {
      const before = salvage(file).records;
      const bytes = Buffer.from(whole);
      wreck(bytes);
      writeFileSync(file, bytes);
      expect(() => Store.open(folder))
        .to.throw(/lab state check/)
        .with.property("name", "StoreError");
      const { records, damages } = salvage(file);
      expect(damages).to.have.length.above(0);
      for (const [key, { value }] of before) expect(records.get(key)?.value.equals(value), key).to.equal(true);
    });
  }
});

/** The root of the main tree, by the newer head. */
function rootOf(bytes: Buffer): number {
  const heads = [bytes.subarray(0, PAGE), bytes.subarray(PAGE, 2 * PAGE)];
  const transaction = (head: Buffer) => head.readBigUInt64LE(24 + 24 + 96 + 8);
  heads.sort((a, b) => Number(transaction(b) - transaction(a)));
  return Number((heads[0] as Buffer).readBigUInt64LE(24 + 24 + 48 + 40));
}
