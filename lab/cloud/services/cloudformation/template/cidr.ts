import ipaddr from "ipaddr.js";
import { validationError } from "../errors.ts";

/**
 * Fn::Cidr: the first `count` subnets of a block.
 * @param bits how many bits of an address belong to the host; by default 8 for IPv4 and 64 for IPv6
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 */
export function subnets(block: string, count: number, bits?: number): string[] {
  if (!ipaddr.isValidCIDR(block) || !(Number.isInteger(count) && count >= 1 && count <= 256))
    throw validationError(
      "Template error: Fn::Cidr requires a CIDR block, a count between 1 and 256, and optionally the number of subnet bits",
    );
  const [address, prefix] = ipaddr.parseCIDR(block);
  const width = address.kind() === "ipv4" ? 32 : 128;
  const hostBits = bits ?? (width === 32 ? 8 : 64);
  const available = width - prefix - hostBits;
  if (available < 0 || hostBits < 1 || count > 2 ** available)
    throw validationError(`Template error: Fn::Cidr can not make ${count} subnets of ${hostBits} bits in ${block}`);
  const host = BigInt(width - prefix);
  const first = (numberOf(address.toByteArray()) >> host) << host;
  return Array.from({ length: count }, (_, i) => {
    const subnet = bytesOf(first + (BigInt(i) << BigInt(hostBits)), width / 8);
    return `${ipaddr.fromByteArray(subnet).toString()}/${width - hostBits}`;
  });
}

function numberOf(bytes: number[]): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

function bytesOf(value: bigint, length: number): number[] {
  return [...Buffer.from(value.toString(16).padStart(2 * length, "0"), "hex")];
}
