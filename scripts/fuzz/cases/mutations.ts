import type { Case } from "../case.ts";
import type { PlainRequest } from "../encode.ts";
import type { Random } from "../random.ts";

/** A recorded call with bytes changed, removed, repeated: before it was signed, so that it reaches the parsers, or after. */
export function mutationCase(original: Case, random: Random): Case {
  const several = (bytes: Buffer) => {
    let changed = bytes;
    for (let count = random.pick([1, 1, 2, 5]); count > 0; count--) changed = mutate(changed, random);
    return changed;
  };
  const isSigned = original.call !== undefined && random.chance(0.6);
  const bytes =
    original.call && isSigned
      ? original.call.changed((request) => changed(request, random, several))
      : several(original.bytes);
  const title = `${original.title}, changed`;
  const isHead = original.isHead ?? false;
  if (random.chance(0.05))
    return {
      kind: "mutation",
      title,
      bytes,
      answered: false,
      sending: { cut: random.below(bytes.length), patience: 0 },
    };
  return {
    kind: "mutation",
    title,
    bytes,
    isHead,
    answered: isSigned,
    ...(isSigned ? {} : { sending: { patience: 150 } }),
  };
}

/** The body of a request changed, or what its path and query hold. */
function changed(request: PlainRequest, random: Random, several: (bytes: Buffer) => Buffer): PlainRequest {
  if (request.body.length > 0 && random.chance(0.8)) return { ...request, body: several(request.body) };
  const printable = Array.from(several(Buffer.from(request.target.slice(1))).toString("latin1"), (c) =>
    c > " " && c < "\u007f" ? c : "",
  );
  return { ...request, target: `/${printable.join("")}` };
}

function mutate(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
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
