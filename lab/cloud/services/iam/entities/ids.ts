import { BASE_32, randomId } from "../../../service/ids.ts";

/** A unique id as IAM makes them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function uniqueId(prefix: "AROA" | "AIDA" | "AGPA" | "ANPA" | "AIPA" | "APKA" | "ACCA" | "ASCA"): string {
  return prefix + randomId(17, BASE_32);
}
