import { expect } from "chai";
import { compareKeys, encoder, pageOf } from "../../../../../lab/cloud/services/s3/listing/pages.ts";

describe("s3 pages", () => {
  const keys = [
    "a",
    "a/",
    "a/1",
    "a/2",
    "a/b/3",
    "b",
    "b-1",
    "c/x",
    "\uE000/y",
    "\u{10FFFF}\u{10FFFF}",
    "\u{10FFFF}/z",
    "😀",
  ];
  const sorted = [...keys].sort(compareKeys);
  /** Reads the keys as the store does, and counts how many. */
  const scanOf = (counted: { read: number }) =>
    function* (from: string) {
      for (const key of sorted) {
        if (compareKeys(key, from) < 0) continue;
        counted.read += 1;
        yield { key };
      }
    };
  const page = (request: { prefix?: string; delimiter?: string; after?: string; most?: number }) => {
    const counted = { read: 0 };
    const asked = { prefix: "", delimiter: "", after: "", most: 1000, ...request };
    const taken: string[] = [];
    const { count, prefixes, next } = pageOf(scanOf(counted), asked, ({ key }) => taken.push(key));
    expect(count).to.equal(taken.length);
    return { keys: taken, prefixes, next, read: counted.read };
  };

  it("order keys by the bytes of their UTF-8, not by JavaScript's characters", () => {
    expect(["😀", "\uFFFF", "z", "Z", "é"].sort(compareKeys)).to.deep.equal(["Z", "z", "é", "\uFFFF", "😀"]);
  });

  it("hold every key, once, in order", () => {
    expect(page({})).to.include({ next: undefined }).and.to.deep.include({ keys: sorted });
  });

  for (const delimiter of ["", "/", "\u{10FFFF}"]) {
    for (const most of [1, 2, 3, 7]) {
      it(`of ${most} add up to the same as one page, rolled up under '${delimiter}'`, () => {
        const whole = page({ delimiter });
        const [all, prefixes]: [string[], string[]] = [[], []];
        for (let after: string | undefined = ""; after !== undefined; ) {
          const next = page({ delimiter, most, after });
          expect(next.keys.length + next.prefixes.length).to.be.at.most(most);
          all.push(...next.keys);
          prefixes.push(...next.prefixes);
          after = next.next;
        }
        expect(all).to.deep.equal(whole.keys);
        expect(prefixes).to.deep.equal(whole.prefixes);
      });
    }
  }

  it("roll up what is under a delimiter after the prefix", () => {
    expect(page({ delimiter: "/" })).to.deep.include({
      keys: ["a", "b", "b-1", "😀", "\u{10FFFF}\u{10FFFF}"],
      prefixes: ["a/", "c/", "\uE000/", "\u{10FFFF}/"],
    });
    expect(page({ delimiter: "/", prefix: "a/" })).to.deep.include({ keys: ["a/", "a/1", "a/2"], prefixes: ["a/b/"] });
    expect(page({ delimiter: "b", prefix: "a/" })).to.deep.include({ prefixes: ["a/b"] });
  });

  it("do not read what is rolled up", () => {
    expect(page({ delimiter: "/", prefix: "" }).read).to.be.at.most(9);
  });

  it("skip the whole common prefix that their marker is in", () => {
    expect(page({ delimiter: "/", after: "a/" }).prefixes[0]).to.equal("c/");
    expect(page({ delimiter: "/", after: "a/1" }).prefixes[0]).to.equal("c/");
  });

  it("begin after their marker, whether it is there or not, and not before their prefix", () => {
    expect(page({ after: "a/1" }).keys[0]).to.equal("a/2");
    expect(page({ after: "a/11" }).keys[0]).to.equal("a/2");
    expect(page({ after: "a", prefix: "b" }).keys).to.deep.equal(["b", "b-1"]);
    expect(page({ after: "z", prefix: "b" }).keys).to.deep.equal([]);
  });

  it("of nothing are empty and the last", () => {
    expect(page({ most: 0 })).to.deep.include({ keys: [], next: undefined });
  });

  it("encode keys as S3 does", () => {
    const encode = encoder("url");
    expect(encode("a b+c/é*(~)'!\u0001")).to.equal("a+b%2Bc/%C3%A9*%28~%29%27%21%01");
    expect(encoder(undefined)("a b")).to.equal("a b");
    expect(() => encoder("base64"))
      .to.throw()
      .with.property("name", "InvalidArgument");
  });
});
