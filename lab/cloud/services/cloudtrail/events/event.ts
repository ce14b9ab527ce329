import type { Call } from "../../../audit/call.ts";
import type { Cloud } from "../../../cloud.ts";
import type { Recognition } from "../../../door/recognition.ts";
import { hashAtOnce } from "../../../hash.ts";
import { services } from "../../index.ts";
import { identityOf } from "./identity.ts";
import { eventValue, isoSeconds } from "./values.ts";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const VERSION = "1.11";

/** A call as CloudTrail tells it. */
export interface CloudTrailEvent extends Readonly<Record<string, unknown>> {
  readonly eventID: string;
  readonly eventSource: string;
  readonly eventName: string;
}

export function eventOf(call: Call, cloud: Pick<Cloud, "identities">): CloudTrailEvent {
  const { id, operation, region, account, from, who, error, isRead, data, isShared, resources } = call;
  const inside = who.kind === "service" ? who.arn : (who.via?.at(-1) ?? "AWS Internal");
  return {
    eventVersion: VERSION,
    userIdentity: identityOf(call, cloud),
    eventTime: isoSeconds(call.at),
    eventSource: sourceOf(call),
    eventName: operation,
    awsRegion: region,
    sourceIPAddress: from ? addressOf(from.address) : inside,
    userAgent: from ? from.agent : inside,
    ...(error && { errorCode: error.code, ...(error.message !== undefined && { errorMessage: error.message }) }),
    requestParameters: parametersOf(call),
    responseElements: elementsOf(call),
    requestID: id,
    eventID: eventId(call),
    readOnly: isRead,
    ...(data?.arn !== undefined && { resources: [{ accountId: account, type: data.type, ARN: data.arn }] }),
    ...(!data && resources && arnsOf(call)),
    eventType: "AwsApiCall",
    managementEvent: !data,
    recipientAccountId: account,
    ...(isShared && { sharedEventID: uuidOf(`shared ${id}`) }),
    eventCategory: data ? "Data" : "Management",
    ...(from && isOfConsole(from.agent) && { sessionCredentialFromConsole: "true" }),
  };
}

/** The host of the service, such as `monitoring.amazonaws.com`. */
export function sourceOf({ service }: Pick<Call, "service">): string {
  const entry = (services as Readonly<Record<string, Recognition>>)[service];
  return `${entry?.signed ?? service}.amazonaws.com`;
}

/** Stays the same however often an event is told: it is made of the request's id. */
export function eventId({ id, account }: Pick<Call, "id" | "account">): string {
  return uuidOf(`event ${account} ${id}`);
}

function uuidOf(text: string): string {
  const hash = hashAtOnce("sha256", text);
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return parts.join("-");
}

function addressOf(address: string): string {
  return address.replace(/^::ffff:/, "");
}

function isOfConsole(agent: string): boolean {
  return /\bskylab-console\b|^Mozilla\//.test(agent);
}

/** What S3's requests say of their bodies. */
const OF_BODY = /^(Body|Content(Length|Type|MD5)|Checksum\w+)$/;

/** S3 has names of its own for what it is about. */
function parametersOf({ service, input }: Call): unknown {
  const given = input as Readonly<Record<string, unknown>> | undefined;
  if (given === undefined || Object.keys(given).length === 0) return null;
  if (service !== "s3") return eventValue(given);
  const { Bucket, Key, ...others } = given;
  const rest = Object.fromEntries(Object.entries(others).filter(([name]) => !OF_BODY.test(name)));
  return {
    ...(Bucket !== undefined && { bucketName: Bucket, Host: `${Bucket}.s3.amazonaws.com` }),
    ...(Key !== undefined && { key: Key }),
    ...(eventValue(rest) as object),
  };
}

function elementsOf({ output, isRead }: Call): unknown {
  if (isRead || typeof output !== "object" || output === null || Object.keys(output).length === 0) return null;
  return eventValue(output);
}

/** Resources of which the request knows the ARN. */
function arnsOf({ resources = [], account }: Call): object {
  const known = resources.filter(({ name }) => name.startsWith("arn:"));
  if (known.length === 0) return {};
  return { resources: known.map(({ type, name }) => ({ accountId: account, type, ARN: name })) };
}
