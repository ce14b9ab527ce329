import { noSuchEntity, validationError } from "../errors.ts";
import type { IamContext } from "../state.ts";
import { hasPolicy } from "./policies.ts";

// A permissions boundary is a managed policy that a user or a role can do no more than.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html

/** The ARN of a boundary, once it is known to be a policy's. */
export function checkBoundary(arn: string, context: IamContext): string {
  if (!/^arn:aws:iam::(\d{12}|aws):policy\/./.test(arn)) throw validationError(`ARN ${arn} is not valid.`);
  if (!hasPolicy(arn, context)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}

/** There is no boundary to remove. */
export function noBoundary(kind: "role" | "user", name: string) {
  return noSuchEntity(`The ${kind} with name ${name} does not have a permissions boundary.`);
}

/** A boundary as IAM answers it. */
export function boundaryOf(arn: string | undefined) {
  if (arn === undefined) return {};
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: "PermissionsBoundaryPolicy" as const,
      PermissionsBoundaryArn: arn,
    },
  };
}
