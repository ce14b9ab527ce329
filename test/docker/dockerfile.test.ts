// Variables of Dockerfiles look like those of templates.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: as above
import { expect } from "chai";
import { commandOf, pairsOf, readDockerfile, substitute, wordsOf } from "../../lab/docker/dockerfile.ts";

describe("A Dockerfile", () => {
  it("is read as instructions, without comments, with continued lines as one", () => {
    const text =
      '# syntax=docker/dockerfile:1\nfrom node:22 AS build\nRUN npm ci \\\n  # why\n  && npm test\n\nCMD ["a.b"]\n';
    const read = readDockerfile(text).map(({ name, text }) => [name, text.replaceAll(/\s+/g, " ")]);
    expect(read).to.deep.equal([
      ["FROM", "node:22 AS build"],
      ["RUN", "npm ci && npm test"],
      ["CMD", '["a.b"]'],
    ]);
  });

  it("with here-documents is left to Docker", () => {
    expect(() => readDockerfile("FROM scratch\nRUN <<EOF\ntouch a\nEOF\n")).to.throw(/here-documents.*Docker can/);
  });

  const variables = { NAME: "value", EMPTY: "" };
  for (const [text, expected] of [
    ["$NAME/x", "value/x"],
    ["${NAME}x", "valuex"],
    ["${NONE:-fallback}", "fallback"],
    ["${EMPTY:-fallback}", "fallback"],
    ["${NAME:+set}", "set"],
    ["${NONE:+set}", ""],
    ["\\$NAME", "$NAME"],
    ["$NONE", ""],
  ] as const) {
    it(`has ${text} stand for '${expected}'`, () => {
      expect(substitute(text, variables)).to.equal(expected);
    });
  }

  for (const [text, expected] of [
    ["a b  c", ["a", "b", "c"]],
    ['["a b", "c"]', ["a b", "c"]],
    ['"a b" c', ["a b", "c"]],
    ["'a b'c", ["a bc"]],
    ["[not json", ["[not", "json"]],
  ] as const) {
    it(`parts ${text} into words`, () => {
      expect(wordsOf(text)).to.deep.equal(expected);
    });
  }

  it("sets variables in both ways", () => {
    expect(pairsOf('A=1 B="two words"')).to.deep.equal([
      ["A", "1"],
      ["B", "two words"],
    ]);
    expect(pairsOf("A one two")).to.deep.equal([["A", "one two"]]);
  });

  it("runs a text as a shell does, and a list as it is", () => {
    expect(commandOf("npm test")).to.deep.equal(["/bin/sh", "-c", "npm test"]);
    expect(commandOf('["npm", "test"]')).to.deep.equal(["npm", "test"]);
  });
});
