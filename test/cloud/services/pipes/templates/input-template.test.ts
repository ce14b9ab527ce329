import { expect } from "chai";
import type { PipeEvent } from "../../../../../lab/cloud/services/pipes/executions/pipe-event.ts";
import type { PipeRecord } from "../../../../../lab/cloud/services/pipes/records.ts";
import { checkTemplate, compileTemplate } from "../../../../../lab/cloud/services/pipes/templates/input-template.ts";

const pipe = {
  account: "000000000000",
  region: "us-east-1",
  name: "orders",
  source: "arn:aws:sqs:us-east-1:000000000000:in",
  target: "arn:aws:sqs:us-east-1:000000000000:out",
} as PipeRecord;
const now = Date.parse("2026-11-30T06:00:00.000Z");
const body = {
  id: 7,
  name: 'a "b"',
  tags: ["x", "y"],
  items: [{ sku: "s1" }, { sku: "s2" }],
  "two words": true,
  none: null,
};
const value = { messageId: "m1", body: JSON.stringify(body) };
const event: PipeEvent = { value, readable: { ...value, body } };
const rendered = (template: string, one = event) => compileTemplate(template)(one, { pipe, now });

describe("Input templates of pipes", () => {
  const cases: readonly (readonly [what: string, template: string, text: string])[] = [
    ["keep text that has no places", "Hello, sender", "Hello, sender"],
    ["keep JSON that has none", '{"key": "value"}', '{"key": "value"}'],
    ["give a text alone as it is", "<$.messageId>", "m1"],
    ["give a value alone as JSON", "<$.body.items[1]>", '{"sku":"s2"}'],
    ["write a text between quotes as a part of that", '"Hello, <$.messageId>!"', '"Hello, m1!"'],
    ["escape what stands between quotes", '{"name": "<$.body.name>"}', '{"name": "a \\"b\\""}'],
    ["write a text without quotes as a value of its own", '{"name": <$.body.name>}', '{"name": "a \\"b\\""}'],
    [
      "keep numbers, lists and null",
      '{"a": <$.body.id>, "b": <$.body.tags>, "c": <$.body.none>}',
      '{"a": 7, "b": ["x","y"], "c": null}',
    ],
    ["take the quotes from objects between quotes", '{"all": "<$.body.items[0]>"}', '{"all": "{sku:s1}"}'],
    ["know names in brackets", "{\"a\": <$.body['two words']>}", '{"a": true}'],
    ["look into all elements of a list", "<$.body.items[*].sku>", '["s1","s2"]'],
    ["write an empty text for what is not there", '{"a": <$.body.gone>, "b": "<$.gone.too>"}', '{"a": "", "b": ""}'],
    ["write free text with parts of the event", "Order <$.body.id> of <$.messageId>", "Order 7 of m1"],
    ["keep what is no place", "<b>1 < 2</b>", "<b>1 < 2</b>"],
    ["tell the pipe", "<aws.pipes.pipe-arn>", "arn:aws:pipes:us-east-1:000000000000:pipe/orders"],
    [
      "tell its name, source and target",
      '["<aws.pipes.pipe-name>", <aws.pipes.source-arn>, <aws.pipes.target-arn>]',
      `["orders", "${pipe.source}", "${pipe.target}"]`,
    ],
    ["tell the time", '{"at": <aws.pipes.event.ingestion-time>}', '{"at": "2026-11-30T06:00:00.000Z"}'],
    ["hand on the event as it came", "<aws.pipes.event>", JSON.stringify(value)],
    ["hand on the event with its body read", "<aws.pipes.event.json>", JSON.stringify({ ...value, body })],
  ];
  for (const [what, template, text] of cases) it(what, () => expect(rendered(template)).to.equal(text));

  it("look up no names that every object has", () => {
    expect(rendered('{"a": <$.constructor.name>, "b": <$.__proto__>}')).to.equal('{"a": "", "b": ""}');
  });

  for (const template of ["<$.a[>", "<$..>", "<aws.pipes.nothing>", "<$a>"])
    it(`are refused when they can't be read: ${template}`, () => {
      expect(() => checkTemplate(template)).to.throw();
    });
});
