import { expect } from "chai";
import { queryOf } from "../../../../../../lab/cloud/services/firehose/processing/queries/query.ts";

describe("Queries for partition keys", () => {
  const record = {
    customer_id: "1234",
    event_timestamp: 1565382027,
    type: { device: "Mobile", event: "user-clicked", list: [1, 2, 3] },
    day: "2021-08-01T10:20:30Z",
    "odd key": 7,
    none: null,
  };

  for (const [query, keys] of [
    ["{customer_id: .customer_id, device: .type.device}", { customer_id: "1234", device: "Mobile" }],
    ['{year: .event_timestamp|strftime("%Y"), hour: .event_timestamp|strftime("%H")}', { year: "2019", hour: "20" }],
    ["{customer_id}", { customer_id: "1234" }],
    ['{a: ."odd key", b: .["odd key"], c: .type["event"]}', { a: 7, b: 7, c: "user-clicked" }],
    ["{a: .type.list[0], b: .type.list[-1], c: .customer_id[0:2]}", { a: 1, b: 3, c: "12" }],
    ['{a: (.none // "unknown"), b: (.missing.deep // 1)}', { a: "unknown", b: 1 }],
    ['{a: (if .type.device == "Mobile" then "m" elif .x then "x" else "other" end)}', { a: "m" }],
    ['{a: "\\(.type.device)-\\(.customer_id)"}', { a: "Mobile-1234" }],
    ["{a: (.type.device | ascii_downcase), b: (.customer_id | tonumber + 1)}", { a: "mobile", b: 1235 }],
    ['{a: (.day | split("T")[0]), b: (.day | fromdate | strftime("%Y-%m"))}', { a: "2021-08-01", b: "2021-08" }],
    ['{a: (.day | strptime("%Y-%m-%dT%H:%M:%SZ") | mktime)}', { a: 1627813230 }],
    [".type | {e: .event}", { e: "user-clicked" }],
    ["{a: .constructor, b: .type.list.length?}", { a: null, b: null }],
  ] as const) {
    it(`finds what ${query} says`, () => {
      expect(queryOf(query).run(record)).to.deep.equal(keys);
    });
  }

  it("are refused where the lab can't read them, which it says by name", () => {
    const refusal = (query: string) => {
      try {
        queryOf(query);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refusal("{a: .list[]}")).to.contain("does not support .[] of jq");
    expect(refusal('{a: (.b | gsub("x"; "y"))}')).to.contain("does not support gsub/2 of jq");
    expect(refusal("{a: $x}")).to.contain("does not support $ of jq");
    expect(refusal(".a")).to.contain("must give an object");
    expect(refusal("{a: .b")).to.contain("unexpected the end of the query");
    expect(refusal(`{a: ${"(".repeat(3000)}`)).to.contain("levels deep");
  });

  it("end soon, whatever they ask for", () => {
    const doubling = queryOf(`{a: (${Array(60).fill("{a: ., b: .}").join(" | ")} | tostring)}`);
    expect(() => doubling.run({})).to.throw("too large");
    const longer = queryOf(`{a: (.customer_id ${"| . + . ".repeat(60)})}`);
    expect(() => longer.run(record)).to.throw("too large");
  });
});
