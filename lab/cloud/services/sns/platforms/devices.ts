import { createHash, randomUUID } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { pageByKey } from "../../../service/paging.ts";
import { invalidParameter, notFound } from "../errors.ts";
import { bodyNamed } from "../publishing/messages.ts";
import type { Attributes, PlatformEndpoint, Published } from "../records.ts";
import type { Sns, SnsContext, SnsState } from "../state.ts";
import { applicationAt } from "./applications.ts";
import { applicationNamed, deviceKey } from "./names.ts";

const PAGE = 100;

/** Registers a device. The one that has its token already is answered, unless it has other attributes. */
export const createPlatformEndpoint: Sns["CreatePlatformEndpoint"] = (input, context) => {
  const { cloud, state } = context;
  const { Token = "", CustomUserData, Attributes = {} } = input;
  if (Token === "") throw invalidParameter("Token Reason: Token must not be empty");
  const attributes = {
    Enabled: "true",
    ...checked({ ...Attributes, ...(CustomUserData !== undefined && { CustomUserData }) }),
    Token,
  };
  return cloud.store.write(() => {
    const { account, region, platform, name } = applicationNamed(input.PlatformApplicationArn, context);
    applicationAt({ account, region, platform, name }, context);
    const tokenKey = [account, region, platform, name, digestOf(Token)] as const;
    const known = state.deviceTokens.get(...tokenKey);
    const before = known === undefined ? undefined : state.devices.get(account, region, platform, name, known);
    if (before) {
      if (!isSame(before.attributes, attributes, CustomUserData))
        throw invalidParameter(
          `Token Reason: Endpoint ${before.arn} already exists with the same Token, but different attributes.`,
        );
      return { EndpointArn: before.arn };
    }
    const id = randomUUID();
    const arn = `arn:aws:sns:${region}:${account}:endpoint/${platform}/${name}/${id}`;
    state.devices.put([account, region, platform, name, id], { arn, attributes });
    state.deviceTokens.put(tokenKey, id);
    return { EndpointArn: arn };
  });
};

function isSame(before: Attributes, wanted: Attributes, customUserData: string | undefined): boolean {
  return before.Enabled === wanted.Enabled && (customUserData ?? "") === (before.CustomUserData ?? "");
}

export const listEndpointsByPlatformApplication: Sns["ListEndpointsByPlatformApplication"] = (input, context) => {
  const { account, region, platform, name } = applicationNamed(input.PlatformApplicationArn, context);
  applicationAt({ account, region, platform, name }, context);
  const all = [...context.state.devices.values({ under: [account, region, platform, name] })];
  const page = pageByKey(all, ({ arn }) => arn, {
    token: input.NextToken,
    size: PAGE,
    invalid: () => invalidParameter("NextToken"),
  });
  const Endpoints = page.items.map(({ arn, attributes }) => ({ EndpointArn: arn, Attributes: { ...attributes } }));
  return { Endpoints, ...(page.next && { NextToken: page.next }) };
};

export const getEndpointAttributes: Sns["GetEndpointAttributes"] = (input, context) => ({
  Attributes: { ...existing(input.EndpointArn, context).attributes },
});

export const setEndpointAttributes: Sns["SetEndpointAttributes"] = (input, context) => {
  const { cloud, state } = context;
  const attributes = checked(input.Attributes ?? {}, "Token");
  cloud.store.write(() => {
    const before = existing(input.EndpointArn, context);
    const key = deviceKey(before.arn) as [string, string, string, string, string];
    const [account, region, platform, name, id] = key;
    const after = { ...before.attributes, ...attributes };
    state.devices.put(key, { ...before, attributes: after });
    if (after.Token !== before.attributes.Token) {
      state.deviceTokens.delete(account, region, platform, name, digestOf(before.attributes.Token ?? ""));
      state.deviceTokens.put([account, region, platform, name, digestOf(after.Token ?? "")], id);
    }
  });
  return {};
};

/** One that is gone is a success. */
export const deleteEndpoint: Sns["DeleteEndpoint"] = (input, { cloud, state, account: caller }) => {
  const key = deviceKey(input.EndpointArn ?? "");
  if (!key || key[0] !== caller) throw invalidParameter("EndpointArn");
  cloud.store.write(() => {
    const [account, region, platform, name] = key;
    const before = state.devices.get(...key);
    if (before) state.deviceTokens.delete(account, region, platform, name, digestOf(before.attributes.Token ?? ""));
    state.devices.delete(...key);
  });
  return {};
};

/** The device that an ARN names, if it exists. */
export function deviceAt(arn: string, state: SnsState): PlatformEndpoint | undefined {
  const key = deviceKey(arn);
  return key && state.devices.get(...key);
}

export function isDeviceEnabled(arn: string, state: SnsState): boolean {
  return deviceAt(arn, state)?.attributes.Enabled === "true";
}

/** Sends a push notification to a device: it goes to the mailbox. */
export function publishToDevice(arn: string, message: Published, context: SnsContext) {
  const { cloud, state, account, region } = context;
  const device = deviceAt(arn, state);
  if (!device || deviceKey(arn)?.[0] !== account)
    throw invalidParameter("TargetArn Reason: No endpoint found for the target arn specified");
  if (device.attributes.Enabled !== "true") throw new AwsError("EndpointDisabledException", "Endpoint is disabled");
  const [, , platform = "", name = ""] = deviceKey(arn) ?? [];
  if (applicationAt({ account, region, platform, name }, context).attributes.Enabled === "false")
    throw new AwsError("PlatformApplicationDisabledException", "Platform application is disabled");
  const body = bodyNamed(platform, message);
  const { subject } = message;
  cloud.mailbox.send(account, { kind: "push", to: arn, body, ...(subject !== undefined && { subject }), region });
  return { MessageId: message.id };
}

function existing(arn: string | undefined, { state, account }: SnsContext): PlatformEndpoint {
  const key = deviceKey(arn ?? "");
  if (!key || key[0] !== account) throw invalidParameter("EndpointArn");
  const device = state.devices.get(...key);
  if (!device) throw notFound("Endpoint does not exist");
  return device;
}

const KNOWN = new Set(["CustomUserData", "Enabled"]);

function checked(given: Attributes, ...also: readonly string[]): Attributes {
  const unknown = Object.keys(given).find((name) => !KNOWN.has(name) && !also.includes(name));
  if (unknown !== undefined) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${unknown}`);
  const { Enabled, CustomUserData = "" } = given;
  if (Buffer.byteLength(CustomUserData) > 2048)
    throw invalidParameter("CustomUserData Reason: must be at most 2048 bytes long in UTF-8 encoding");
  if (Enabled === undefined) return given;
  if (!/^(true|false)$/i.test(Enabled))
    throw invalidParameter("Attributes Reason: Invalid value for attribute: Enabled");
  return { ...given, Enabled: Enabled.toLowerCase() };
}

/** A token may be longer than a key. */
function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
