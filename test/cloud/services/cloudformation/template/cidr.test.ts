import { expect } from "chai";
import { subnets } from "../../../../../lab/cloud/services/cloudformation/template/cidr.ts";

describe("Fn::Cidr", () => {
  const cases: [block: string, count: number, bits: number | undefined, expected: string[]][] = [
    ["192.168.0.0/24", 6, 5, ["0", "32", "64", "96", "128", "160"].map((n) => `192.168.0.${n}/27`)],
    ["10.0.0.0/16", 2, undefined, ["10.0.0.0/24", "10.0.1.0/24"]],
    ["10.1.2.3/16", 1, 8, ["10.1.0.0/24"]],
    ["10.0.255.0/23", 2, 8, ["10.0.254.0/24", "10.0.255.0/24"]],
    ["2001:db8::/56", 2, 64, ["2001:db8::/64", "2001:db8:0:1::/64"]],
  ];
  for (const [block, count, bits, expected] of cases) {
    it(`makes ${count} subnets with ${bits ?? "the usual"} host bits of ${block}`, () => {
      expect(subnets(block, count, bits)).to.deep.equal(expected);
    });
  }

  const refused: [what: string, block: string, count: number, bits: number][] = [
    ["what is no block", "10.0.0.0", 1, 8],
    ["no subnets", "10.0.0.0/16", 0, 8],
    ["more than 256", "10.0.0.0/8", 257, 8],
    ["more than fit", "10.0.0.0/24", 2, 8],
    ["subnets larger than the block", "10.0.0.0/24", 1, 16],
  ];
  for (const [what, block, count, bits] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => subnets(block, count, bits)).to.throw("Fn::Cidr");
    });
  }
});
