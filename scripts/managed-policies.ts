import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Entry } from "../lab/cloud/auth/aws-managed.ts";
import { packageFolder } from "../lab/package.ts";

// npx tsx scripts/managed-policies.ts POLICIES DESCRIPTIONS: writes the policies that AWS manages into lab/cloud/auth/aws-managed.br.
// POLICIES is JSON of what GetAccountAuthorizationDetails answers for AWSManagedPolicy, by the policies' names, and may stand inside
// of another file: the Python package moto publishes it so (pip download --no-deps moto, moto/iam/aws_managed_policies.py).
// DESCRIPTIONS names each policy below a comment of what AWS says of it, as a declaration of the package iam-floyd does
// (npm pack iam-floyd, lib/generated/aws-managed-policies/iam-floyd.d.ts). All of it is AWS's own:
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html

interface Published {
  readonly Path: string;
  readonly CreateDate: string;
  readonly UpdateDate: string;
  readonly DefaultVersionId: string;
  readonly Document: Readonly<Record<string, unknown>>;
}

/** The members of documents in the order in which AWS writes them. */
const ORDER = [
  "Version",
  "Id",
  "Statement",
  "Sid",
  "Effect",
  "Principal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
];

const [, , data, declarations] = process.argv;
if (!data || !declarations)
  throw new Error("Say where they are: npx tsx scripts/managed-policies.ts aws_managed_policies.py iam-floyd.d.ts");
const descriptions = readDescriptions(declarations);
const policies = Object.entries(readPolicies(data)).sort(([a], [b]) => (a < b ? -1 : 1));
const documents = policies.map(([, { Document }]) => JSON.stringify(ordered(Document)));
const index = policies.map(([name, policy], i): Entry => {
  const { Path, CreateDate, UpdateDate, DefaultVersionId } = policy;
  const length = Buffer.byteLength(documents[i] as string);
  const description = descriptions.get(keyOf(name)) ?? "";
  return [
    Path,
    name,
    description,
    secondsOf(CreateDate),
    secondsOf(UpdateDate),
    Number(DefaultVersionId.slice(1)),
    length,
  ];
});
const content = Buffer.from([JSON.stringify(index), ...documents].join("\n"));
const packed = brotliCompressSync(content, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  },
});
writeFileSync(join(packageFolder, "lab/cloud/auth/aws-managed.br"), packed);
console.log(`${policies.length} policies, ${packed.length} bytes`);

function readPolicies(file: string): Record<string, Published> {
  const text = readFileSync(file, "utf8");
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
}

/** What AWS says of each policy, by its name as declarations may have it. */
function readDescriptions(file: string): Map<string, string> {
  const found = readFileSync(file, "utf8").matchAll(/\/\*\* (.*?) \*\/\s+static (?:readonly )?(\w+)/g);
  return new Map([...found].map(([, text = "", name = ""]) => [keyOf(name), text]));
}

function keyOf(name: string): string {
  return name.replace(/\W|_/g, "").toLowerCase();
}

/** A document, with its members in AWS's order at every level but inside of conditions. */
function ordered(document: Readonly<Record<string, unknown>>): object {
  const rank = ([name]: readonly [string, unknown]) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const statements = [document.Statement].flat() as Record<string, unknown>[];
  const sorted = (object: object) => Object.fromEntries(Object.entries(object).sort((a, b) => rank(a) - rank(b)));
  return sorted({ ...document, Statement: statements.map(sorted) });
}

function secondsOf(date: string): number {
  return Date.parse(date) / 1000;
}
