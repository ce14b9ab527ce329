import { listOf, type PolicyDocument, type Statement } from "../../../auth/policy/document.ts";

/** Keys whose fixed values leave somebody in particular. */
const RESTRICTING =
  /^aws:(sourceip|sourcearn|sourcevpc|sourcevpce|sourceowner|sourceaccount|userid|principalorgid|principalarn|principalaccount)$|^s3:(dataaccesspointarn|dataaccesspointaccount|x-amz-server-side-encryption-aws-kms-key-id)$/i;

/**
 * Whether S3 takes a bucket's policy for public: it lets anybody in whom it does not name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublic({ Statement: statements }: PolicyDocument): boolean {
  return listOf(statements).some((statement) => {
    if (statement.Effect !== "Allow" || !namesEverybody(statement)) return false;
    return !isRestricted(statement);
  });
}

function namesEverybody({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined) return true;
  if (Principal === "*") return true;
  return typeof Principal === "object" && listOf(Principal.AWS).includes("*");
}

function isRestricted({ Condition = {} }: Statement): boolean {
  return Object.entries(Condition).some(([operator, keys]) => {
    if (/not|ifexists/i.test(operator)) return false;
    return Object.entries(keys).some(
      ([key, values]) =>
        RESTRICTING.test(key) &&
        listOf(values).every((value) => !String(value).startsWith("*") && value !== "0.0.0.0/0"),
    );
  });
}
