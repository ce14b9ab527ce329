import type { Collection, KeyPart } from "../../../store/collection.ts";
import { invalidParameter } from "../errors.ts";

/** How a caller pages through a list. */
export interface PageRequest {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** A part of a list, and the marker with which the next part begins. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly NextMarker?: string;
}

/** A page of the records under a key, 50 of them at most. */
export function pageOf<T>(
  records: Collection<T>,
  under: readonly KeyPart[],
  { Marker, MaxItems = 50 }: PageRequest,
): Page<T> {
  const limit = Math.min(MaxItems, 50);
  const after = Marker === undefined ? {} : { after: keyOf(Marker) };
  const found = [...records.entries({ under, ...after, limit: limit + 1 })];
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(([, record]) => record),
    ...(last && found.length > limit && { NextMarker: Buffer.from(JSON.stringify(last[0])).toString("base64url") }),
  };
}

function keyOf(marker: string): KeyPart[] {
  try {
    const key = JSON.parse(Buffer.from(marker, "base64url").toString());
    if (Array.isArray(key)) return key;
  } catch {
    // Not one of ours.
  }
  throw invalidParameter("Invalid marker value.");
}
