import { join } from "node:path";
import type { NormalizedSchema } from "@smithy/core/schema";
import { expect } from "chai";
import { open, type RootDatabase } from "lmdb";
import { services } from "../../../lab/cloud/services/index.ts";
import { inputOf } from "./attempts.ts";
import { type Member, useSharedLab } from "./class.ts";
import { fill } from "./world/fill.ts";
import { MARK, type Names, type World } from "./world/owner.ts";

type Command = new (input: object) => object;
type Client = { send(command: object): Promise<Record<string, unknown>>; destroy(): void };
type Sdk = Readonly<Record<string, Command & (new (settings: object) => Client)>>;

/** What the lab notes by itself, whoever asks. */
const HOUSEKEEPING = /^(last-used|sessions|root-keys|access-keys|calls)/;

/** Reading first: what is made under the same names afterwards would hide what could be read. */
const READS = /^(Get|List|Describe|Head|Batch(Get|Check)|Filter|Test|Simulate|Export|Decode|Detect|Estimate|Validate)/;
const rank = (name: string) => (READS.test(name) ? 0 : name.startsWith("Create") ? 2 : 1);

/** Operations that tell a student what he asked for himself: the attempts of this test. */
const TELLS_OWN_CALLS = new Set(["LookupEvents"]);

describe("Every operation of every service, in a class", function () {
  this.timeout(120_000);
  const lab = useSharedLab();
  const victims: readonly (readonly [string, Member])[] = [
    ["a neighbour", lab.neighbour],
    ["the teacher", lab.teacher],
  ];
  const worlds = new Map<Member, World>();
  let database: RootDatabase;
  before(async () => {
    for (const [, victim] of victims) worlds.set(victim, await fill(lab.running.cloud, victim.account));
    database = open({
      path: join(lab.running.cloud.folder, "data.mdb"),
      noSync: true,
      maxReaders: 64,
      sharedStructuresKey: Symbol.for("structures"),
    });
  });
  after(() => database?.close());

  /** All records that are an account's own, or about it, by key. */
  const recordsOf = ({ account }: Member) => {
    const found = new Map<string, string>();
    for (const { key, value } of database.getRange()) {
      if (!Array.isArray(key) || HOUSEKEEPING.test(String(key[0]))) continue;
      const text = `${JSON.stringify(key)} ${JSON.stringify(value)}`;
      if (text.includes(account)) found.set(JSON.stringify(key), text);
    }
    return found;
  };

  for (const [who, victim] of victims)
    for (const [name, entry] of Object.entries(services))
      it(`lets a student neither see nor change what is ${who === "a neighbour" ? "a neighbour's" : "the teacher's"} in ${name}`, async () => {
        const world = worlds.get(victim) as World;
        const [sdk, { definition, model }] = await Promise.all([
          entry.sdk() as unknown as Promise<Sdk>,
          lab.running.cloud.service(name as keyof typeof services),
        ]);
        const clientName = Object.keys(sdk).find((one) => /.Client$/.test(one) && one !== "__Client") ?? "";
        const clientOf = ({ keys }: Member) =>
          new (sdk[clientName] as new (settings: object) => Client)({
            endpoint: lab.running.endpoint,
            region: "us-east-1",
            credentials: keys,
            maxAttempts: 1,
            forcePathStyle: true,
          });
        const [client, owner] = [clientOf(lab.student), clientOf(victim)];
        // A new service has to be filled with something, too.
        expect(world[name], `test/cloud/isolation/world has nothing of ${name}`).not.to.equal(undefined);
        let isTold = false;
        let before = recordsOf(victim);
        expect(before.size).to.be.greaterThan(10);
        const broken: string[] = [];
        const names = Object.keys(definition.operations).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
        for (const operation of names) {
          const schema = model.operations.get(operation)?.input;
          if (!schema) continue;
          for (const input of inputsFor(schema, [world[name] ?? {}].flat())) {
            const answer = await outcomeOf(client.send(new (sdk[`${operation}Command`] as Command)(input)));
            // What the owner is told by the same call proves that there is something to be told.
            if (!isTold && rank(operation) === 0) {
              const told = await outcomeOf(owner.send(new (sdk[`${operation}Command`] as Command)(input)));
              isTold = told.includes(MARK);
            }
            if (answer.includes(MARK) && !JSON.stringify(input).includes(MARK) && !TELLS_OWN_CALLS.has(operation))
              broken.push(`${operation} tells ${answer.slice(0, 300)}`);
          }
          // A read that changes something is found by the first operation after them all.
          if (rank(operation) === 0) continue;
          const after = recordsOf(victim);
          for (const [key, text] of before) if (after.get(key) !== text) broken.push(`${operation} changes ${key}`);
          for (const [key, text] of after)
            if (!before.has(key) && !key.includes(lab.student.account)) broken.push(`${operation} makes ${text}`);
          before = after;
        }
        for (const one of [client, owner]) one.destroy();
        // STS has nothing to read.
        expect(isTold || name === "sts").to.equal(true);
        expect(broken).to.deep.equal([]);
      });
});

/** The different inputs of an operation that name what is in a world, by ARNs and without. */
function inputsFor(schema: NormalizedSchema, world: readonly Names[]): object[] {
  const bare = Object.entries(world[0] ?? {}).map(([member, value]) => [member, withoutArn(value)]);
  const inputs = [...world, Object.fromEntries(bare) as Names].map((names) => inputOf(schema, names));
  return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}

function withoutArn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutArn);
  return typeof value === "string" && value.startsWith("arn:") ? value.split(/[:/]/).at(-1) : value;
}

/** What a call answers, with its body, or its error. */
async function outcomeOf(call: Promise<Record<string, unknown>>): Promise<string> {
  try {
    const answer = await call;
    const texts = await Promise.all(
      Object.values(answer).map((value) => {
        const body = value as { transformToString?: () => Promise<string> } | undefined;
        return body?.transformToString?.() ?? "";
      }),
    );
    return (
      JSON.stringify(answer, (key, value) => (key === "$metadata" ? undefined : isPlain(value) ? value : "…")) +
      texts.join(" ")
    );
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value) || value instanceof Date;
}
