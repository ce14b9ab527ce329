import { pageByKey } from "../../../service/paging.ts";
import type { Collection } from "../../../store/collection.ts";
import { invalidParameter, notFound } from "../errors.ts";
import type { Attributes, PlatformApplication } from "../records.ts";
import type { Sns, SnsContext } from "../state.ts";
import { type ApplicationName, applicationArn, applicationNamed } from "./names.ts";

const PAGE = 100;

/** https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html */
const PLATFORMS = new Set([
  "ADM",
  "APNS",
  "APNS_SANDBOX",
  "APNS_VOIP",
  "APNS_VOIP_SANDBOX",
  "BAIDU",
  "GCM",
  "MACOS",
  "MACOS_SANDBOX",
  "MPNS",
  "WNS",
]);

/** Members that are told nobody. */
const SECRET = new Set(["PlatformPrincipal", "PlatformCredential"]);

const KNOWN = new Set([
  ...SECRET,
  "EventEndpointCreated",
  "EventEndpointDeleted",
  "EventEndpointUpdated",
  "EventDeliveryFailure",
  "SuccessFeedbackRoleArn",
  "FailureFeedbackRoleArn",
  "SuccessFeedbackSampleRate",
  "ApplePlatformTeamID",
  "ApplePlatformBundleID",
  "AuthenticationMethod",
]);

/** Creates an application. One of the same name is changed. */
export const createPlatformApplication: Sns["CreatePlatformApplication"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { Name: name = "", Platform: platform = "", Attributes = {} } = input;
  if (!PLATFORMS.has(platform)) throw invalidParameter(`Platform Reason: ${platform} is not supported`);
  if (!/^[\w.-]{1,256}$/.test(name))
    throw invalidParameter(
      "Name Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.' and be between 1 and 256 characters long",
    );
  const attributes = checked(Attributes);
  if (!attributes.PlatformCredential)
    throw invalidParameter("Attributes Reason: PlatformCredential attribute required");
  if (platform !== "GCM" && !attributes.PlatformPrincipal)
    throw invalidParameter("Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal");
  const key = { account, region, platform, name };
  cloud.store.write(() => {
    const before = state.applications.get(account, region, platform, name);
    const Enabled = before?.attributes.Enabled ?? "true";
    state.applications.put([account, region, platform, name], {
      platform,
      name,
      attributes: { ...before?.attributes, ...attributes, Enabled },
    });
  });
  return { PlatformApplicationArn: applicationArn(key) };
};

export const listPlatformApplications: Sns["ListPlatformApplications"] = (input, { state, account, region }) => {
  const all = [...state.applications.values({ under: [account, region] })];
  const arnOf = ({ platform, name }: PlatformApplication) => applicationArn({ account, region, platform, name });
  const page = pageByKey(
    all.sort((a, b) => (arnOf(a) < arnOf(b) ? -1 : 1)),
    arnOf,
    { token: input.NextToken, size: PAGE, invalid: () => invalidParameter("NextToken") },
  );
  const PlatformApplications = page.items.map((application) => ({
    PlatformApplicationArn: arnOf(application),
    Attributes: told(application.attributes),
  }));
  return { PlatformApplications, ...(page.next && { NextToken: page.next }) };
};

export const getPlatformApplicationAttributes: Sns["GetPlatformApplicationAttributes"] = (input, context) => ({
  Attributes: told(applicationAt(applicationNamed(input.PlatformApplicationArn, context), context).attributes),
});

export const setPlatformApplicationAttributes: Sns["SetPlatformApplicationAttributes"] = (input, context) => {
  const { cloud, state } = context;
  const attributes = checked(input.Attributes ?? {}, "Enabled");
  cloud.store.write(() => {
    const key = applicationNamed(input.PlatformApplicationArn, context);
    const before = applicationAt(key, context);
    const changed = { ...before, attributes: { ...before.attributes, ...attributes } };
    state.applications.put([key.account, key.region, key.platform, key.name], changed);
  });
  return {};
};

/** Removes an application with its devices. One that is gone is a success. */
export const deletePlatformApplication: Sns["DeletePlatformApplication"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { account, region, platform, name } = applicationNamed(input.PlatformApplicationArn, context);
    const under = [account, region, platform, name] as const;
    state.applications.delete(...under);
    for (const collection of [state.devices, state.deviceTokens])
      cloud.store.remove(collection as Collection<unknown>, { under });
  });
  return {};
};

/** Throws NotFound. */
export function applicationAt(key: ApplicationName, { state }: Pick<SnsContext, "state">): PlatformApplication {
  const found = state.applications.get(key.account, key.region, key.platform, key.name);
  if (!found) throw notFound("PlatformApplication does not exist");
  return found;
}

function checked(given: Attributes, ...also: readonly string[]): Attributes {
  const unknown = Object.keys(given).find((name) => !KNOWN.has(name) && !also.includes(name));
  if (unknown !== undefined) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${unknown}`);
  const { Enabled } = given;
  if (Enabled !== undefined && !/^(true|false)$/i.test(Enabled))
    throw invalidParameter("Attributes Reason: Invalid value for attribute: Enabled");
  return Enabled === undefined ? given : { ...given, Enabled: Enabled.toLowerCase() };
}

function told(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !SECRET.has(name)));
}
