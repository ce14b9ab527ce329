import { expect } from "chai";
import { readIon, writtenIon } from "../../../../../lab/cloud/services/dynamodb/transfers/ion.ts";
import type { Item } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";

const item: Item = {
  pk: { S: 'a "quoted"\nline é' },
  whole: { N: "600" },
  small: { N: "103" },
  price: { N: "-1.5" },
  tiny: { N: "1E-130" },
  zero: { N: "0" },
  blob: { B: Buffer.from("hello") },
  yes: { BOOL: true },
  nothing: { NULL: true },
  texts: { SS: ["a", "b"] },
  numbers: { NS: ["103", "2000"] },
  blobs: { BS: [Buffer.from("up")] },
  list: { L: [{ S: "x" }, { L: [] }] },
  map: { M: { "a b": { M: {} } } },
};

describe("Items in Amazon Ion", () => {
  it("are written as AWS writes them", () => {
    expect(writtenIon({ Item: item })).to.equal(
      '$ion_1_0 {Item:{pk:"a \\"quoted\\"\\nline é",whole:6d2,small:103.,price:-1.5,tiny:1d-130,zero:0.,' +
        'blob:{{aGVsbG8=}},yes:true,nothing:null,texts:$dynamodb_SS::["a","b"],numbers:$dynamodb_NS::[103.,2d3],' +
        "blobs:$dynamodb_BS::[{{dXA=}}],list:[\"x\",[]],map:{'a b':{}}}}",
    );
  });

  it("are read again as they were", () => {
    const { whole, small, price, tiny, zero, numbers, blob, blobs, ...rest } = readIon(writtenIon({ Item: item }));
    const values = [whole, small, price, tiny, zero].map((value) => Number(value?.N));
    expect(values).to.deep.equal([600, 103, -1.5, 1e-130, 0]);
    expect(numbers?.NS?.map(Number)).to.deep.equal([103, 2000]);
    expect(Buffer.from(blob?.B ?? []).toString()).to.equal("hello");
    expect(blobs?.BS?.map((one) => Buffer.from(one).toString())).to.deep.equal(["up"]);
    for (const [name, value] of Object.entries(rest)) expect(value).to.deep.equal(item[name]);
  });

  it("may have a name that objects have", () => {
    const read = readIon('{Item:{__proto__:{polluted:true},constructor:"c"}}');
    expect(Object.keys(read)).to.deep.equal(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
  });

  for (const [what, line] of Object.entries({
    "no structure": "[1]",
    "no item": "{Other:{}}",
    "a symbol": "{Item:{a:symbol}}",
    "a date": "{Item:{a:2026-11-30T}}",
    "a set of two types": '{Item:{a:$dynamodb_SS::["x",1]}}',
    "what is too deep": `{Item:{a:${"[".repeat(50)}${"]".repeat(50)}}}`,
    "what never ends": "{Item:{a:".repeat(100_000),
    "a number without end": `{Item:{a:${"1".repeat(900_000)}}}`,
    "another table of symbols": '$ion_symbol_table::{imports:[{name:"x",version:1,max_id:1000000000}]} {Item:{a:$12}}',
  }))
    it(`are not read of ${what}, and that takes no time`, () => {
      const begun = performance.now();
      expect(() => readIon(line)).to.throw();
      expect(performance.now() - begun).to.be.lessThan(1000);
    });
});
