import type { NormalizedSchema } from "@smithy/core/schema";
import { requiredMembers } from "../../lab/cloud/wire/bindings.ts";
import { documentFor, functionZip } from "./documents.ts";
import { hostileNumber, hostileText, hostileValue } from "./hostile.ts";
import { arnsOf, type Memory } from "./memory.ts";
import type { Random } from "./random.ts";

/** What inputs are made from. */
export interface Making {
  readonly random: Random;
  readonly memory: Memory;
  /** The name that the service's requests are signed for. */
  readonly service: string;
  /** The enumerations of the SDK, by name in lower case. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** How likely a value is hostile, a required member is missing, a type is wrong. */
  readonly hostility: number;
}

/** How deep structures that contain themselves go. */
const DEPTH = 6;

/** An input for an operation: as the schema has it, spoilt as often as `making.hostility` says. */
export function inputFor(schema: NormalizedSchema, making: Making): Record<string, unknown> {
  if (schema.isUnitSchema()) return {};
  return structure(schema, making, 0);
}

function structure(schema: NormalizedSchema, making: Making, depth: number): Record<string, unknown> {
  const { random, hostility } = making;
  const required = requiredMembers(schema);
  const members = [...schema.structIterator()];
  const isUnion = schema.isUnionSchema();
  const only = isUnion && !random.chance(hostility) ? random.pick(members)[0] : undefined;
  // Few optional members: a call that is turned down for one of them reaches nothing behind it.
  const optional = random.pick([0, 0.1, 0.25, 0.5]);
  const value: Record<string, unknown> = {};
  for (const [member, memberSchema] of members) {
    if (only !== undefined && member !== only) continue;
    const likely = likelihood(memberSchema, member, optional);
    const wanted = only !== undefined || (required.has(member) ? !random.chance(hostility) : random.chance(likely));
    if (wanted) value[member] = valueFor(memberSchema, member, making, depth + 1);
  }
  if (random.chance(hostility / 4)) define(value, hostileText(random).slice(0, 200) || "x", hostileValue(random));
  return value;
}

/** How likely an optional member is there: a body mostly, and what mostly turns a call down hardly ever. */
function likelihood(schema: NormalizedSchema, member: string, usual: number): number {
  if ((schema.getMergedTraits() as { httpPayload?: 1 }).httpPayload) return 0.95;
  if (/^(stackname|templatebody|zipfile|handler|runtime|username)$/i.test(member)) return 0.85;
  return /token|marker|dryrun|^if[a-z]*(match|since)|expected|md5|checksum|^mfa$|^sse/i.test(member)
    ? usual / 10
    : usual;
}

function valueFor(schema: NormalizedSchema, member: string, making: Making, depth: number): unknown {
  const { random, hostility } = making;
  if (random.chance(hostility)) return spoilt(schema, random);
  if (depth > DEPTH) return undefined;
  if (schema.isStructSchema()) return structure(schema, making, depth);
  if (schema.isListSchema()) {
    const length = random.pick([0, 1, 1, 1, 2, 3]);
    return Array.from({ length }, () => valueFor(schema.getValueSchema(), singular(member), making, depth + 1));
  }
  if (schema.isMapSchema()) return map(schema, member, making, depth);
  if (schema.isBlobSchema()) return blob(member, random);
  if (schema.isBooleanSchema()) return random.chance(0.5);
  if (schema.isNumericSchema()) return number(member, random);
  if (schema.isTimestampSchema())
    return new Date(1_790_000_000_000 + random.pick([0, -86_400_000, 86_400_000, 3_600_000]));
  if (schema.isDocumentSchema()) return { a: [1, "b", { c: null }] };
  return text(member, making);
}

/** A value of the right type with a hostile content, or one of a wrong type. */
function spoilt(schema: NormalizedSchema, random: Random): unknown {
  if (random.chance(0.3)) return hostileValue(random);
  if (schema.isNumericSchema()) return hostileNumber(random);
  if (schema.isStringSchema()) return hostileText(random);
  return hostileValue(random);
}

function map(schema: NormalizedSchema, member: string, making: Making, depth: number): Record<string, unknown> {
  const { random, hostility } = making;
  const value: Record<string, unknown> = {};
  for (let count = random.pick([0, 1, 1, 2]); count > 0; count--) {
    const key = random.chance(hostility) ? hostileText(random).slice(0, 500) : keyFor(member, making);
    define(value, key, valueFor(schema.getValueSchema(), member, making, depth + 1));
  }
  return value;
}

function keyFor(member: string, { random }: Making): string {
  if (/templates$/i.test(member)) return "application/json";
  if (/parameters$/i.test(member))
    return random.pick(["integration.request.header.a", "method.request.querystring.q", "method.response.header.b"]);
  return random.pick(["a", "b", "Name", "key-1", "application/json"]);
}

/** Sets a member of any name, `__proto__` too. */
function define(value: object, name: string, item: unknown): void {
  Object.defineProperty(value, name, { value: item, enumerable: true, configurable: true, writable: true });
}

function singular(member: string): string {
  return member.replace(/ies$/, "y").replace(/s$/, "");
}

function number(member: string, random: Random): number {
  if (/timeout|duration|seconds/i.test(member)) return random.pick([1, 3, 900, 3600]);
  if (/memory/i.test(member)) return 128;
  if (/retention/i.test(member)) return random.pick([1, 7, 30]);
  return random.pick([1, 1, 2, 10, 100]);
}

function blob(member: string, random: Random): Uint8Array {
  if (/zip/i.test(member))
    return random.chance(0.85) ? functionZip : functionZip.subarray(0, random.between(1, functionZip.length));
  if (/^(payload|body)$/i.test(member))
    return Buffer.from(random.pick(["{}", '{"a":1}', '{"fail":"x"}', "", "text", "{"]));
  return random.bytes(random.pick([0, 1, 16, 100]));
}

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:fuzz";

const FIXED: Readonly<Record<string, string>> = {
  handler: "index.handler",
  runtime: "nodejs20.x",
  packagetype: "Zip",
  copysource: "fuzz-bucket-a/fuzz-a",
  principal: "apigateway.amazonaws.com",
  authorizationtype: "NONE",
  protocoltype: "HTTP",
  retrysmode: "standard",
  path: "/fuzz/",
  key: "fuzz-a",
  password: "Fuzz-a-12345!",
  source: "fuzz-bucket-a/fuzz-a",
  allowedmethod: "GET",
  allowedorigin: "http://a.example",
  suffix: "index.html",
  username: "fuzz-a",
  groupname: "fuzz-a",
  stackname: "fuzz-a",
  repositoryname: "fuzz-a",
  loggroupname: "fuzz-a",
  awsservicename: "elasticbeanstalk.amazonaws.com",
  functionversion: "$LATEST",
  action: "lambda:InvokeFunction",
};

function text(member: string, making: Making): string {
  const { random, memory, enums } = making;
  const name = member.toLowerCase();
  const document = documentFor(member, random);
  if (document !== undefined && random.chance(0.9)) return document;
  if (FIXED[name] !== undefined && random.chance(0.8)) return FIXED[name] as string;
  const known = memory.recall(member, random);
  if (known !== undefined && random.chance(0.7)) return known;
  const choices = enums.get(name) ?? random.pick(endingIn(name, enums));
  if (choices && random.chance(0.9)) return random.pick(choices);
  return usual(name, making);
}

const INVOKE = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;

/** What a text of this name mostly is. */
function usual(name: string, { random, memory, service }: Making): string {
  if (/^role$|rolearn$/.test(name)) return "arn:aws:iam::000000000000:role/fuzz";
  if (/arn$|^resource$/.test(name)) {
    const own = memory.recall(arnsOf(service), random);
    return own !== undefined && random.chance(0.8) ? own : random.pick([FUNCTION, "arn:aws:s3:::fuzz-bucket-a"]);
  }
  if (/bucket/.test(name)) return `fuzz-bucket-${random.pick(["a", "b"])}`;
  if (/function|^role/.test(name)) return "fuzz";
  if (/uri|url|location/.test(name)) return random.pick([INVOKE, "http://127.0.0.1:1/"]);
  if (/email/.test(name)) return "fuzz@example.com";
  if (/token|version/.test(name)) return random.pick(["1", "$LATEST", "fuzz-token-1"]);
  return random.pick(["fuzz-a", "fuzz-b", "fuzz-c", "fuzz", "a", "1"]);
}

/** The enumerations whose names end so: the SDK's schemas do not tell a member's own. */
function endingIn(name: string, enums: Making["enums"]): (readonly string[])[] {
  return name.length < 4 ? [] : [...enums].filter(([of]) => of.endsWith(name)).map(([, values]) => values);
}
