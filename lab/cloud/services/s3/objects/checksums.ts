import type { HttpFacts } from "../../../service/service.ts";
import { digestAlgorithms, hasher } from "../../../store/digests/hashers.ts";
import { invalidRequest } from "../errors.ts";
import type { Checksum, ChecksumAlgorithm, StoredObject } from "../records.ts";
import type { ByteRange } from "./ranges.ts";

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = digestAlgorithms;

/** A checksum as the members of an answer: `{ ChecksumCRC32: "…", ChecksumType: "FULL_OBJECT" }`. */
export type ChecksumMembers = { [A in ChecksumAlgorithm as `Checksum${A}`]?: string | undefined };

export function checksumMembers(checksum: Checksum | undefined): ChecksumMembers & { ChecksumType?: Checksum["type"] } {
  return checksum ? { ...checksumMember(checksum.algorithm, checksum.value), ChecksumType: checksum.type } : {};
}

/** What a read tells of the checksum: the whole object's when all of it is read, or a part's that has one of its own. */
export function readChecksum(
  { checksum, parts, size, upload }: StoredObject,
  { start, end }: ByteRange,
  number: number | undefined,
): ReturnType<typeof checksumMembers> {
  if (!checksum) return {};
  const { algorithm, type } = checksum;
  if (number !== undefined && upload !== undefined && type === "COMPOSITE")
    return { ...checksumMember(algorithm, parts[number - 1]?.checksum), ChecksumType: type };
  return end - start + 1 === size ? checksumMembers(checksum) : {};
}

/** The one member for a value in an algorithm. */
export function checksumMember(algorithm: ChecksumAlgorithm, value: string | undefined): ChecksumMembers {
  return value === undefined ? {} : { [`Checksum${algorithm}`]: value };
}

const membersByName = checksumAlgorithms.map((name) => [name, `Checksum${name}`] as const);
const trailers = new Map(checksumAlgorithms.map((name) => [`X-AMZ-CHECKSUM-${name}`, name]));

/** What a request says of its body's checksum. */
export interface DeclaredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; absent when only the algorithm is asked for, or when it trails. */
  readonly value?: string;
  /** The value follows the body. */
  readonly trails?: true;
}

/** Reads which checksum a request declares: by a header, by the name of a trailer, or by the algorithm alone. */
export function declaredChecksum(
  input: ChecksumMembers & { readonly ChecksumAlgorithm?: ChecksumAlgorithm | undefined },
  http: HttpFacts | undefined,
): DeclaredChecksum | undefined {
  let algorithm: ChecksumAlgorithm | undefined;
  for (const [name, member] of membersByName) {
    if (input[member] === undefined) continue;
    if (algorithm)
      throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    algorithm = name;
  }
  if (algorithm) return { algorithm, value: checkedValue(algorithm, input[`Checksum${algorithm}`] as string) };
  const trailer = http?.headers["x-amz-trailer"];
  const trailing = trailer === undefined ? undefined : trailers.get(String(trailer).toUpperCase());
  if (trailing) return { algorithm: trailing, trails: true };
  if (input.ChecksumAlgorithm === undefined) return undefined;
  if (http)
    throw invalidRequest(
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  return { algorithm: input.ChecksumAlgorithm };
}

/** A checksum over the checksums of parts, as composite ones are. */
export async function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly { readonly checksum?: string | undefined }[],
): Promise<Checksum> {
  const hash = hasher(algorithm);
  for (const { checksum = "" } of parts) hash.update(Buffer.from(checksum, "base64"));
  const value = `${base64(await hash.digest())}-${parts.length}`;
  return { algorithm, value, type: "COMPOSITE" };
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

const lengths = new Map<ChecksumAlgorithm, number>([
  ["CRC32", 4],
  ["CRC32C", 4],
  ["CRC64NVME", 8],
  ["MD5", 16],
  ["SHA1", 20],
  ["SHA256", 32],
  ["SHA512", 64],
  ["XXHASH64", 8],
  ["XXHASH3", 8],
  ["XXHASH128", 16],
]);

function checkedValue(algorithm: ChecksumAlgorithm, value: string): string {
  if (Buffer.from(value, "base64").length === lengths.get(algorithm)) return value;
  throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
}
