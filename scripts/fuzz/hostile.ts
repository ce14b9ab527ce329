import type { Random } from "./random.ts";

/** Text that has broken programs: names on every object, patterns without end, templates, paths, characters. */
const TEXTS: readonly string[] = [
  "",
  " ",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "length",
  "\0",
  "a\0b",
  "a\r\nX-Injected: 1",
  "\u007f",
  "\ud800",
  "\udc00\ud800",
  "\ufeff",
  "\uffff",
  "💥🧨",
  "e\u0301",
  "\u202eabc",
  "../../../../etc/passwd",
  "..",
  ".",
  "/",
  "//",
  "%",
  "%2e%2e%2f",
  "%00",
  "%ff",
  "C:\\x",
  "$(id)",
  "`id`",
  "; rm -rf nothing",
  "' OR 1=1 --",
  "<script>alert(1)</script>",
  "]]>",
  "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
  "&amp;&lt;&#0;&#xFFFF;&unknown;",
  "\u0024{jndi:ldap://127.0.0.1:1/a}",
  "{{resolve:ssm:fuzz-a:1}}",
  "{{resolve:ssm:",
  "\u0024{AWS::AccountId}",
  "$context.authorizer.x.y",
  "$input.json('$')",
  "#set($x=$x)#foreach($i in [1..3])$i#end",
  "#if(",
  "$util.escapeJavaScript($input)",
  "$.a[?(@.b",
  "$..*",
  "(a+)+$",
  `${"a".repeat(27)}!`,
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "(",
  "[",
  "\\",
  "(?<=a)b(?=c)\\1",
  "*",
  "?",
  "a*a*a*a*a*a*a*a*a*a*a*a*b",
  "*:*",
  "arn:aws:iam::000000000000:role/*",
  "arn:",
  "arn:aws:::::",
  "arn:aws:lambda:us-east-1:999999999999:function:other",
  "null",
  "undefined",
  "NaN",
  "Infinity",
  "-1",
  "0",
  "1e400",
  "9007199254740993",
  "99999999999999999999999999",
  "true",
  "[]",
  "{}",
  '{"__proto__":{"a":1}}',
  "a: &a [*a]",
  "a: &a [1]\nb: [*a,*a,*a,*a]",
  "!!js/function 'x'",
  "!Ref",
  "Fn::ForEach",
  "2026-02-31T25:61:61Z",
  "-271821-04-20T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "rate(0 minutes)",
  "http://127.0.0.1:1/",
  "http://[::1",
  "s3://",
  "aHR0cA",
  "====",
];

const LENGTHS = [65, 129, 256, 513, 1025, 4097, 20_000];

/** A hostile text; now and then a long one, but a request stays below 1 MB. */
export function hostileText(random: Random): string {
  if (random.chance(0.8)) return random.pick(TEXTS);
  const unit = random.pick([
    "a",
    "a*",
    "é",
    "\\",
    "(",
    "[",
    "{",
    "<",
    "&",
    "$",
    ".",
    "/",
    "a ",
    "💥",
    "\n",
    "%25",
    "?",
  ]);
  const length = random.chance(0.03) ? 300_000 : random.pick(LENGTHS);
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  0.5,
  -0.1,
  127,
  128,
  255,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  1e21,
  -1e308,
  8.64e15,
  8.64e15 + 1,
];

export function hostileNumber(random: Random): number {
  return random.pick(NUMBERS);
}

/** JSON as it stands, for what no value of JavaScript is written as. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value of a type that nobody expects there. */
export function hostileValue(random: Random): unknown {
  const depth = random.pick([3, 100, 2_000, 20_000]);
  return random.weighted<() => unknown>([
    [4, () => hostileText(random)],
    [2, () => hostileNumber(random)],
    [2, () => null],
    [1, () => random.chance(0.5)],
    [1, () => []],
    [1, () => ({})],
    [1, () => [null]],
    [1, () => [[], {}, null, ""]],
    [1, () => named({ __proto__: "a", constructor: { name: 1 }, "": null })],
    [1, () => new RawJson(`${"[".repeat(depth)}${"]".repeat(depth)}`)],
    [1, () => new RawJson(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)],
    [
      1,
      () => new RawJson(random.pick(["1e400", "-0", "NaN", "1E+2", '"\\u0000"', '"\\ud800"', '{"a":1,"a":2}', "01"])),
    ],
    [1, () => Array.from({ length: random.pick([11, 101, 1_001]) }, (_, index) => random.pick([`x${index}`, "x"]))],
    [1, () => Buffer.from([0, 255, 254, 128])],
    [1, () => new Date(random.pick([0, -1, 8.64e15, 1e12]))],
  ])();
}

/** An object whose `__proto__` is a member like any other. */
function named(members: Record<string, unknown>): object {
  return Object.assign(Object.create(null), JSON.parse('{"__proto__":{"polluted":1}}'), members);
}
