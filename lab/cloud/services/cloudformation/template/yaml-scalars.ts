import type { ScalarTag } from "yaml";

/**
 * How plain words are read in a YAML template: as YAML 1.1 has it, which CloudFormation speaks, without the types that it
 * leaves out (dates, times of day, binary) and without `y` and `n`. So `yes` is true, while `2012-10-17`, `80:80` and an
 * account id with a leading zero stay text.
 */
export const yamlScalars: ScalarTag[] = [
  plain("null", /^(?:~|[Nn]ull|NULL)?$/, () => null),
  plain("bool", /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/, () => true),
  plain("bool", /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/, () => false),
  plain("int", /^[-+]?(?:0|[1-9][0-9_]*)$/, (text) => exact(text, Number(digits(text)))),
  plain("int", /^0[0-7_]+$/, (text) => Number.parseInt(digits(text), 8)),
  plain("int", /^0x[0-9a-fA-F_]+$/, (text) => exact(text, Number(digits(text)))),
  plain("float", /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?$/, (text) => Number(digits(text))),
];

function plain(name: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve };
}

function digits(text: string): string {
  return text.replaceAll("_", "");
}

/** A number too large to be held exactly stays as it is written. */
function exact(text: string, value: number): number | string {
  return Number.isSafeInteger(value) ? value : text;
}
