import { expect } from "chai";
import { own } from "../../lab/cloud/own.ts";

describe("What an object has by a name that a user chose", () => {
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    it(`is nothing for ${name}, unless it is its own`, () => {
      expect(own({}, name)).to.equal(undefined);
      expect(own(JSON.parse(`{"${name}": 1}`), name)).to.equal(1);
    });
  }

  it("is nothing where there is no object", () => {
    expect(own(undefined, "a")).to.equal(undefined);
    expect(own(null, "a")).to.equal(undefined);
  });
});
