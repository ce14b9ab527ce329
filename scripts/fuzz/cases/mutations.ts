import type { Case } from "../case.ts";
import type { Random } from "../random.ts";

/** A recorded request with bytes changed, removed, repeated: in its head it is refused, in its body it reaches the parsers. */
export function mutationCase(original: Case, random: Random): Case {
  let bytes = original.bytes;
  const head = bytes.indexOf("\r\n\r\n") + 4;
  const inBody = bytes.length > head && random.chance(0.3);
  for (let count = random.pick([1, 1, 2, 5]); count > 0; count--) {
    const from = inBody ? head : 0;
    bytes = mutate(bytes, random.between(from, Math.max(from, bytes.length - 1)), random);
  }
  return {
    kind: "mutation",
    title: `${original.title}, changed`,
    bytes,
    isHead: original.isHead ?? false,
    answered: false,
    sending: { patience: 150 },
    ...(random.chance(0.1) ? { sending: { cut: random.below(bytes.length), patience: 0 } } : {}),
  };
}

function mutate(bytes: Buffer, at: number, random: Random): Buffer {
  const before = bytes.subarray(0, at);
  const after = bytes.subarray(at);
  const length = random.pick([1, 1, 2, 8, 40]);
  return random.weighted<() => Buffer>([
    [4, () => Buffer.concat([before, random.bytes(1), after.subarray(1)])],
    [2, () => Buffer.concat([before, after.subarray(length)])],
    [2, () => Buffer.concat([before, random.bytes(length), after])],
    [2, () => Buffer.concat([before, after.subarray(0, length), after])],
    [
      1,
      () =>
        Buffer.concat([
          before,
          Buffer.from(random.pick(["\0", "\r\n", "\r\n\r\n", "%", '"', "{", "<", "\xff", "&", "=", "💥"])),
          after,
        ]),
    ],
    [1, () => before],
  ])();
}
