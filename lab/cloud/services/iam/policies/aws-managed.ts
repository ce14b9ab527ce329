import { createHash } from "node:crypto";
import { awsManagedPolicies } from "../../../auth/aws-managed.ts";
import { BASE_32 } from "../../../service/ids.ts";
import type { ManagedPolicy } from "../records.ts";

/** An AWS managed policy by its ARN, as if it were the account's own. Of its versions AWS publishes the one in force. */
export function awsManaged(arn: string): ManagedPolicy | undefined {
  const found = awsManagedPolicies.get(arn);
  if (!found) return undefined;
  const { version, document, ...others } = found;
  return {
    ...others,
    id: idOf(found.name),
    versions: [{ id: version, document, created: found.updated }],
    defaultVersion: version,
    tags: {},
  };
}

/** AWS's own unique ids are not published; one of a name is always the same here. */
function idOf(name: string): string {
  const digest = createHash("sha256").update(name).digest();
  return `ANPA${[...digest.subarray(0, 17)].map((byte) => BASE_32[byte & 31]).join("")}`;
}
