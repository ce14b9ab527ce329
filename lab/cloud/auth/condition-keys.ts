import { own } from "../own.ts";
import type { Access, Context, HttpFacts } from "../service/service.ts";
import { type Caller, isPerson } from "./caller.ts";
import { issuanceKeys } from "./issuance.ts";
import { type KeyValue, RequestContext } from "./policy/request.ts";
import { requestTagKeys, requestTags, type Tags } from "./request-tags.ts";

/** The caller, the region, and the request. */
export type Circumstances = Pick<Context, "caller" | "region" | "cloud"> & {
  readonly http?: Pick<HttpFacts, "headers" | "sourceIp">;
  /** What is asked: the tags in it are those that the request gives to what it makes. */
  readonly input?: object;
};

interface Asked extends Circumstances {
  readonly access: Access;
}

/**
 * The keys that all services have, in lower case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * A lab is in no organization and in no VPC: keys about those are never there.
 */
const GLOBAL: Readonly<Record<string, (asked: Asked) => KeyValue>> = {
  "aws:currenttime": ({ cloud }) => cloud.clock.date().toISOString(),
  "aws:epochtime": ({ cloud }) => String(Math.floor(cloud.clock.now() / 1000)),
  // The lab speaks HTTP, and stands for what is reached by HTTPS on AWS.
  "aws:securetransport": () => "true",
  "aws:requestedregion": ({ region }) => region,
  "aws:sourceip": ({ http }) => http?.sourceIp,
  "aws:useragent": ({ http }) => http?.headers["user-agent"],
  "aws:referer": ({ http }) => http?.headers.referer,
  "aws:principalarn": ({ caller }) => (isKnown(caller) ? (caller.role ?? caller.arn) : undefined),
  "aws:principalaccount": ({ caller }) => (isKnown(caller) ? caller.account : undefined),
  "aws:principaltype": ({ caller }) => (caller.federatedBy ? "FederatedUser" : PRINCIPAL_TYPES[caller.kind]),
  "aws:principalisawsservice": ({ caller }) =>
    caller.kind === "anonymous" ? undefined : String(caller.kind === "service"),
  "aws:principalservicename": ({ caller }) => (caller.kind === "service" ? caller.arn : undefined),
  "aws:principalservicenameslist": ({ caller }) => (caller.kind === "service" ? [caller.arn] : undefined),
  "aws:userid": ({ caller }) => (isKnown(caller) ? caller.userId : undefined),
  "aws:username": ({ caller }) => (caller.kind === "user" ? caller.arn.split("/").at(-1) : undefined),
  "aws:sourceaccount": ({ caller }) => (caller.kind === "service" ? caller.account : undefined),
  "aws:sourcearn": ({ caller }) => caller.source,
  "aws:viaawsservice": ({ caller }) => String(caller.via !== undefined),
  "aws:calledvia": ({ caller }) => caller.via,
  "aws:calledviafirst": ({ caller }) => caller.via?.[0],
  "aws:calledvialast": ({ caller }) => caller.via?.at(-1),
  "aws:resourceaccount": ({ access }) => access.account,
  "aws:tagkeys": (asked) => requestTagKeys(asked.input, givenTags(asked)),
};

/** Keys that end in the name of a tag. */
const TAGS: Readonly<Record<string, (asked: Asked) => Tags | undefined>> = {
  "aws:principaltag": ({ caller, cloud }) => (isPerson(caller) ? cloud.identities.tagsOf(caller) : undefined),
  "aws:requesttag": givenTags,
  "aws:resourcetag": ({ access }) => access.tags?.(),
};

function givenTags({ access, input }: Asked): Tags | undefined {
  return access.requestTags ? access.requestTags() : requestTags(input);
}

/** The values of condition keys for one access. What it tells itself wins. */
export function contextOf(circumstances: Circumstances, access: Access): RequestContext {
  let told: ReadonlyMap<string, KeyValue> | undefined;
  return new RequestContext((key) => {
    told ??= new Map(
      Object.entries(ownKeys(circumstances, access)).map(([name, value]) => [name.toLowerCase(), value]),
    );
    if (told.has(key)) return told.get(key);
    const asked = { ...circumstances, access };
    const slash = key.indexOf("/");
    if (slash < 0) return own(GLOBAL, key)?.(asked);
    const kind = key.slice(0, slash);
    const tags = kind === access.tagKey?.toLowerCase() ? access.tags?.() : own(TAGS, kind)?.(asked);
    return tagNamed(tags, key.slice(slash + 1));
  });
}

/** What only this access has, and what the caller's temporary credentials carry. */
function ownKeys({ caller, cloud }: Circumstances, { keys }: Access): Readonly<Record<string, KeyValue>> {
  return { ...issuanceKeys(caller, cloud.clock.now()), ...keys?.() };
}

/** The value of a tag, whose name policies may write in other cases. */
function tagNamed(tags: Tags | undefined, name: string): string | undefined {
  return Object.entries(tags ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Whether a caller has an identity in IAM. */
function isKnown({ kind }: Caller): boolean {
  return kind !== "anonymous" && kind !== "service";
}

const PRINCIPAL_TYPES: Readonly<Record<Caller["kind"], string>> = {
  root: "Account",
  user: "User",
  session: "AssumedRole",
  service: "Service",
  anonymous: "Anonymous",
};
