import { databases } from "./aws-managed/databases.ts";
import { machines } from "./aws-managed/machines.ts";
import { people } from "./aws-managed/people.ts";
import { serverless } from "./aws-managed/serverless.ts";

/**
 * What the policies allow that AWS itself manages, by path and name: those for the services of the lab, those that the CDK's
 * constructs attach, and those that courses begin with.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const awsManagedDocuments: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...people, ...serverless, ...machines, ...databases }).map(([name, document]) => [
    `arn:aws:iam::aws:policy/${name}`,
    JSON.stringify(document),
  ]),
);

/** The document of an AWS managed policy by its ARN, or nothing for one that the lab does not know. */
export function awsManagedDocument(arn: string): string | undefined {
  return awsManagedDocuments.get(arn);
}
