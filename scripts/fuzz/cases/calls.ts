import { bytesOf, type Case } from "../case.ts";
import { encode, type PlainRequest } from "../encode.ts";
import { hostileText } from "../hostile.ts";
import type { Memory } from "../memory.ts";
import type { FuzzedService } from "../models.ts";
import type { Random } from "../random.ts";
import { type Key, ROOT, sign } from "../sign.ts";
import { inputFor } from "../values.ts";

/** What calls are made from. */
export interface CallParts {
  readonly services: readonly FuzzedService[];
  readonly random: Random;
  readonly memory: Memory;
  readonly host: string;
  /** A user of the default account. */
  readonly user: Key;
  /** Whether the lab is soon done with: only then what much depends on may be removed. */
  readonly isLate: boolean;
}

/** A call of any operation of any service, with an input made from its schema. */
export function callCase({ services, random, memory, host, user, isLate }: CallParts): Case {
  const service = random.pick(services);
  const { model, handled, others, name, signedAs, enums } = service;
  const operationName =
    others.length === 0 || random.chance(0.92) ? pickSparing(handled, random, isLate) : random.pick(others);
  const operation = model.operations.get(operationName);
  if (!operation) throw new Error(`${name} has no ${operationName}`);
  const hostility = random.weighted([
    [5, 0],
    [4, 0.08],
    [2, 0.4],
  ]);
  const input = inputFor(operation.input, { random, memory, service: signedAs, enums, hostility });
  const key = keyOf(random, user);
  const signed = (plain: PlainRequest) => bytesOf(key ? sign(plain, signedAs, host, key) : unsigned(plain, host));
  const rebuild = (other: Record<string, unknown>) => signed(encode(model, operation, other));
  const changed = (change: (request: PlainRequest) => PlainRequest) => signed(change(encode(model, operation, input)));
  return {
    kind: "call",
    title: `${name} ${operationName}`,
    bytes: rebuild(input),
    reusable: true,
    isHead: operation.http?.method === "HEAD",
    answered: true,
    // Without a signature a path is taken for S3's.
    errors: key === undefined && model.protocol === "restJson1" ? undefined : model.protocol,
    call: { service: name, operation: operationName, input, isRoot: key === ROOT, rebuild, changed },
  };
}

const CONTAINERS =
  /^Delete(Function|RestApi|Api|Bucket|Stack|Repository|LogGroup|Role|User|Group|Policy|BucketPolicy)$/;

/** Fewer removals than there are operations for it, and none of what holds much before the end: what is gone can't be hit. */
function pickSparing(operations: readonly string[], random: Random, isLate: boolean): string {
  const operation = random.pick(operations);
  if (CONTAINERS.test(operation) && !isLate) return pickSparing(operations, random, isLate);
  const isSpared = /^(Delete|Remove)/.test(operation) && random.chance(0.7);
  return isSpared ? pickSparing(operations, random, isLate) : operation;
}

/** Mostly the root of the default account; also nobody, somebody else, and somebody who lies. */
function keyOf(random: Random, user: Key): Key | undefined {
  return random.weighted<() => Key | undefined>([
    [80, () => ROOT],
    [6, () => user],
    [5, () => ({ accessKeyId: "111111111111", secret: "test" })],
    [4, () => undefined],
    [2, () => ({ ...ROOT, secret: "wrong" })],
    [1, () => ({ ...ROOT, token: "no-token" })],
    [
      2,
      () => ({
        accessKeyId:
          hostileText(random)
            .replace(/[^\w+=.@-]/g, "")
            .slice(0, 200) || "x",
        secret: "test",
      }),
    ],
  ])();
}

function unsigned(request: PlainRequest, host: string): PlainRequest {
  return { ...request, headers: { ...request.headers, host } };
}
