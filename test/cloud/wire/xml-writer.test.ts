import { expect } from "chai";
import { XmlWriter } from "../../../lab/cloud/wire/xml-writer.ts";

const documentOf = (write: (out: XmlWriter) => void): string => {
  const out = new XmlWriter();
  write(out);
  return out.finish().toString("utf8");
};

describe("The writer of XML", () => {
  const texts: readonly (readonly [what: string, text: string, escaped: string])[] = [
    ["signs that mean something", `<a href="x">&'</a>`, "&lt;a href=&quot;x&quot;&gt;&amp;&apos;&lt;/a&gt;"],
    ["control characters", "\0\t\n\r\x1f\x7f", "&#x0;\t\n&#xD;&#x1F;\x7f"],
    ["other alphabets, and characters of two units", "é < 漢 & 😀", "é &lt; 漢 &amp; 😀"],
    ["what is no character", "\ufffe\uffff", "&#xFFFE;&#xFFFF;"],
    ["half a character", "a\ud800b", "a\ufffdb"],
    ["nothing", "", ""],
  ];
  for (const [what, text, escaped] of texts) {
    it(`escapes ${what}, in short texts and in long ones`, () => {
      expect(documentOf((out) => out.element("T", text))).to.equal(`<T>${escaped}</T>`);
      const long = "x".repeat(1000);
      expect(documentOf((out) => out.text(long + text))).to.equal(long + escaped);
    });
  }

  it("leaves markup as it is", () => {
    expect(documentOf((out) => out.raw('<a b="é">&amp;</a>'))).to.equal('<a b="é">&amp;</a>');
  });

  it("takes documents of any length", () => {
    const items = Array.from({ length: 50_000 }, (_, i) => `"${i}" ${i % 100 === 0 ? "é" : ""}`);
    const document = documentOf((out) => {
      for (const item of items) out.element("Item", item);
    });
    const expected = items.map((item) => `<Item>${item.replaceAll('"', "&quot;")}</Item>`).join("");
    expect(document === expected).to.equal(true);
  });

  it("keeps documents apart that are written at the same time", () => {
    const [one, other] = [new XmlWriter(), new XmlWriter()];
    one.raw("one");
    other.raw("other");
    one.raw(" and more");
    const written = one.finish();
    const third = new XmlWriter();
    third.raw("something else");
    expect([written.toString(), other.finish().toString()]).to.deep.equal(["one and more", "other"]);
  });
});
