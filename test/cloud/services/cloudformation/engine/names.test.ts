import { expect } from "chai";
import { newSuffix, physicalName } from "../../../../../lab/cloud/services/cloudformation/engine/names.ts";

const suffix = "ABCDEF123456";

describe("Physical names", () => {
  const cases: [stack: string, logicalId: string, maxLength: number, expected: string][] = [
    ["stack", "Bucket", 63, "stack-Bucket-ABCDEF123456"],
    ["stack", "B".repeat(60), 63, `stack-${"B".repeat(44)}-ABCDEF123456`],
    ["s".repeat(60), "Bucket", 63, `${"s".repeat(43)}-Bucket-ABCDEF123456`],
    ["s".repeat(60), "B".repeat(60), 64, `${"s".repeat(25)}-${"B".repeat(25)}-ABCDEF123456`],
    ["stack", "Bucket", 14, "ABCDEF123456"],
    ["stack", "Bucket", 8, "EF123456"],
  ];
  for (const [stack, logicalId, maxLength, expected] of cases) {
    it(`have at most ${maxLength} characters: ${expected.slice(0, 12)}…`, () => {
      expect(physicalName(stack, logicalId, suffix, maxLength)).to.equal(expected);
      expect(expected.length).to.be.at.most(maxLength);
    });
  }

  it("end in twelve random letters and digits", () => {
    const made = new Set(Array.from({ length: 100 }, newSuffix));
    expect(made).to.have.lengthOf(100);
    for (const one of made) expect(one).to.match(/^[A-Z0-9]{12}$/);
  });
});
