import { createHash } from "node:crypto";
import { BASE_32 } from "../../ids.ts";
import { databases } from "./aws-managed/databases.ts";
import { machines } from "./aws-managed/machines.ts";
import { people } from "./aws-managed/people.ts";
import { serverless } from "./aws-managed/serverless.ts";
import type { ManagedPolicy } from "./state.ts";

/**
 * What the policies allow that AWS itself manages, by path and name: those for the services of the lab, those that the CDK's
 * constructs attach, and those that courses begin with.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const documents: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...people, ...serverless, ...machines, ...databases }).map(([name, document]) => [
    `arn:aws:iam::aws:policy/${name}`,
    JSON.stringify(document),
  ]),
);

/** The document of an AWS managed policy by its ARN, or nothing for one that the lab does not know. */
export function awsManagedDocument(arn: string): string | undefined {
  return documents.get(arn);
}

/** An AWS managed policy by its ARN, as if it were the account's own. */
export function awsManaged(arn: string): ManagedPolicy | undefined {
  const document = awsManagedDocument(arn);
  if (document === undefined) return undefined;
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const path = arn.slice("arn:aws:iam::aws:policy".length, -name.length);
  return {
    name,
    id: idOf(name),
    path,
    created: 0,
    updated: 0,
    versions: [{ id: "v1", document, created: 0 }],
    defaultVersion: "v1",
    tags: {},
  };
}

/** The ARNs of the AWS managed policies that the lab knows. */
export const awsManagedArns: readonly string[] = [...documents.keys()];

/** AWS's own unique ids are not published; one of a name is always the same here. */
function idOf(name: string): string {
  const digest = createHash("sha256").update(name).digest();
  return `ANPA${[...digest.subarray(0, 17)].map((byte) => BASE_32[byte & 31]).join("")}`;
}
