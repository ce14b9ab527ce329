import type { AccessControlPolicy, Grant, Owner, Permission } from "@aws-sdk/client-s3";
import type { Statement } from "../../../auth/policy/document.ts";
import { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import { invalidArgument, malformedXml } from "../errors.ts";

// Access control lists: who may do what, besides the owner.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html

export const EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers";
export const AUTHENTICATED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

const MOST_GRANTS = 100;

/** What a request says of an ACL: a canned one by its name, or grants one by one. */
export interface AclInput {
  readonly ACL?: string | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
  readonly AccessControlPolicy?: AccessControlPolicy | undefined;
}

const HEADERS = {
  GrantFullControl: "FULL_CONTROL",
  GrantRead: "READ",
  GrantReadACP: "READ_ACP",
  GrantWrite: "WRITE",
  GrantWriteACP: "WRITE_ACP",
} as const;

const headers = Object.entries(HEADERS) as [keyof typeof HEADERS, Permission][];

/** The account's canonical user: 64 hexadecimal digits. Ours spell the account's number. */
export function ownerOf(account: string): Owner {
  return { ID: Buffer.from(account).toString("hex").padEnd(64, "0") };
}

/** What an owner has anyway. */
export function fullControl(account: string): Grant[] {
  return [{ Grantee: { ...ownerOf(account), Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }];
}

/** The grants that a request asks for; undefined when it says nothing. Throws S3's errors. */
export function grantsOf(input: AclInput, account: string): Grant[] | undefined {
  const { ACL, AccessControlPolicy: policy } = input;
  const named = headers.filter(([header]) => input[header] !== undefined);
  if ([ACL !== undefined, named.length > 0, policy !== undefined].filter(Boolean).length > 1) {
    throw new AwsError("InvalidRequest", "Specifying both Canned ACLs and Header Grants is not allowed");
  }
  if (ACL !== undefined) return canned(ACL, account);
  if (named.length > 0) return named.flatMap(([header, one]) => grantees(String(input[header as keyof AclInput]), one));
  if (!policy) return undefined;
  const { Grants = [] } = policy;
  if (!policy.Owner?.ID || Grants.length > MOST_GRANTS) throw malformedXml();
  if (policy.Owner.ID !== ownerOf(account).ID) throw new AwsError("AccessDenied", "Access Denied", 403);
  for (const grant of Grants) checkGrant(grant);
  return Grants;
}

/** Whether a list lets in people whom it does not name. */
export function isPublicAcl(grants: readonly Grant[]): boolean {
  return grants.some(({ Grantee }) => Grantee?.URI === EVERYBODY || Grantee?.URI === AUTHENTICATED);
}

/** What a list allows a principal, as a policy would say it. */
export function statementsOf(
  grants: readonly Grant[],
  caller: { readonly kind: string; readonly account: string },
  on: "bucket" | "object",
  Resource: string,
): Statement[] {
  const callerId = ownerOf(caller.account).ID;
  return grants.flatMap(({ Grantee = { Type: undefined }, Permission }): Statement[] => {
    const { URI, ID } = Grantee;
    const isMeant =
      URI === EVERYBODY ||
      (caller.kind !== "anonymous" && (URI === AUTHENTICATED || (ID !== undefined && ID === callerId)));
    const Action = isMeant && Permission ? own(ACTIONS[on], Permission) : undefined;
    return Action ? [{ Sid: "AccessControlList", Effect: "Allow", Principal: "*", Action, Resource }] : [];
  });
}

/** Reading what is in a bucket. */
export const OBJECT_READ = ["s3:GetObject", "s3:GetObjectVersion"];
const OBJECT_READ_ACP = ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"];
const OBJECT_WRITE_ACP = ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"];
const BUCKET_READ = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#acl-access-policy-permission-mapping */
const ACTIONS: Record<"bucket" | "object", Partial<Record<Permission, readonly string[]>>> = {
  object: {
    READ: OBJECT_READ,
    READ_ACP: OBJECT_READ_ACP,
    WRITE_ACP: OBJECT_WRITE_ACP,
    FULL_CONTROL: [...OBJECT_READ, ...OBJECT_READ_ACP, ...OBJECT_WRITE_ACP],
  },
  bucket: {
    READ: BUCKET_READ,
    READ_ACP: ["s3:GetBucketAcl"],
    WRITE_ACP: ["s3:PutBucketAcl"],
    FULL_CONTROL: [...BUCKET_READ, "s3:GetBucketAcl", "s3:PutBucketAcl"],
  },
};

/** What a bucket's list allows for the objects in it. */
export const WRITING = ["s3:PutObject", "s3:DeleteObject"];

function canned(name: string, account: string): Grant[] {
  const group = (URI: string, Permission: Permission): Grant => ({ Grantee: { Type: "Group", URI }, Permission });
  const others: Record<string, Grant[]> = {
    private: [],
    "public-read": [group(EVERYBODY, "READ")],
    "public-read-write": [group(EVERYBODY, "READ"), group(EVERYBODY, "WRITE")],
    "authenticated-read": [group(AUTHENTICATED, "READ")],
    "bucket-owner-read": [],
    "bucket-owner-full-control": [],
    "log-delivery-write": [group(LOG_DELIVERY, "WRITE"), group(LOG_DELIVERY, "READ_ACP")],
  };
  const grants = own(others, name);
  if (!grants) throw invalidArgument("Argument x-amz-acl is invalid", "x-amz-acl", name);
  return [...fullControl(account), ...grants];
}

/** The grantees of a header: `id="…", uri="…"`. */
function grantees(header: string, permission: Permission): Grant[] {
  return header.split(",").map((text) => {
    const equals = text.indexOf("=");
    const kind = text.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    const value = /^"?([^"]*)"?$/.exec(text.slice(equals + 1).trim())?.[1];
    if (value === undefined || !["id", "uri", "emailaddress"].includes(kind))
      throw invalidArgument("Argument format not recognized", "x-amz-grant", header);
    if (kind === "emailaddress") throw unresolvable(value);
    const Grantee =
      kind === "id" ? { Type: "CanonicalUser" as const, ID: value } : { Type: "Group" as const, URI: value };
    const grant: Grant = { Grantee, Permission: permission };
    checkGrant(grant);
    return grant;
  });
}

function checkGrant({ Grantee, Permission }: Grant): void {
  if (!Permission || !Object.values(HEADERS).includes(Permission)) throw malformedXml();
  const { ID, URI, EmailAddress, Type } = Grantee ?? {};
  if (Type === "AmazonCustomerByEmail") throw unresolvable(EmailAddress ?? "");
  if (Type === "Group" && ![EVERYBODY, AUTHENTICATED, LOG_DELIVERY].includes(URI ?? ""))
    throw invalidArgument("Invalid group uri", "uri", URI ?? "");
  if (Type === "CanonicalUser" && !/^[0-9a-f]{64}$/.test(ID ?? "")) throw invalidArgument("Invalid id", "id", ID ?? "");
  if (Type !== "Group" && Type !== "CanonicalUser") throw malformedXml();
}

function unresolvable(address: string): AwsError {
  const message = "The e-mail address you provided does not match any account on record.";
  return new AwsError("UnresolvableGrantByEmailAddress", message, 400, { EmailAddress: address });
}
