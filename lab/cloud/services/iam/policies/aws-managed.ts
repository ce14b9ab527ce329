import { createHash } from "node:crypto";
import { awsManagedDocument, awsManagedDocuments } from "../../../auth/aws-managed.ts";
import { BASE_32 } from "../../../service/ids.ts";
import type { ManagedPolicy } from "../records.ts";

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
export const awsManagedArns: readonly string[] = [...awsManagedDocuments.keys()];

/** AWS's own unique ids are not published; one of a name is always the same here. */
function idOf(name: string): string {
  const digest = createHash("sha256").update(name).digest();
  return `ANPA${[...digest.subarray(0, 17)].map((byte) => BASE_32[byte & 31]).join("")}`;
}
