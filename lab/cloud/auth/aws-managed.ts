import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { labFolder } from "../../package.ts";

/** What is known of a policy; moments are in seconds, the length of its document in bytes. */
export type Entry = readonly [
  path: string,
  name: string,
  description: string,
  created: number,
  updated: number,
  version: number,
  length: number,
];

/** A policy that AWS itself manages. */
export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly description?: string | undefined;
  readonly created: number;
  readonly updated: number;
  readonly version: string;
  readonly document: string;
}

const ARN = "arn:aws:iam::aws:policy";

/**
 * All policies that AWS manages, as it published them, by their ARNs; scripts/managed-policies.ts writes the file. It is read when
 * the first of them is asked for, and a document becomes text when it is.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
class AwsManagedPolicies {
  #kept: { readonly content: Buffer; readonly places: ReadonlyMap<string, { entry: Entry; from: number }> } | undefined;
  readonly #found = new Map<string, AwsManagedPolicy>();

  arns(): Iterable<string> {
    return this.#read().places.keys();
  }

  get(arn: string): AwsManagedPolicy | undefined {
    const found = this.#found.get(arn);
    if (found || !arn.startsWith(ARN)) return found;
    const { content, places } = this.#read();
    const place = places.get(arn);
    if (!place) return undefined;
    const [path, name, description, created, updated, version, length] = place.entry;
    const policy = {
      name,
      path,
      description: description || undefined,
      created: created * 1000,
      updated: updated * 1000,
      version: `v${version}`,
      document: content.toString("utf8", place.from, place.from + length),
    };
    this.#found.set(arn, policy);
    return policy;
  }

  #read() {
    if (this.#kept) return this.#kept;
    const content = brotliDecompressSync(readFileSync(join(labFolder, "cloud/auth/aws-managed.br")));
    let from = content.indexOf("\n") + 1;
    const places = new Map<string, { entry: Entry; from: number }>();
    for (const entry of JSON.parse(content.toString("utf8", 0, from)) as Entry[]) {
      const [path, name, , , , , length] = entry;
      places.set(`${ARN}${path}${name}`, { entry, from });
      from += length + 1;
    }
    this.#kept = { content, places };
    return this.#kept;
  }
}

export const awsManagedPolicies = new AwsManagedPolicies();
