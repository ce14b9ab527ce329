import type { Clients } from "../../../cloud.ts";
import { mapTexts } from "./addresses.ts";
import { ResourceFailure } from "./resource-failure.ts";

const REFERENCE = /\{\{resolve:([a-z-]+):([^{}]+)\}\}/g;

/**
 * The same value with every dynamic reference, `{{resolve:ssm:NAME:VERSION}}`, replaced by what it stands for now.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export async function withDynamicReferences<T>(value: T, call: Clients): Promise<T> {
  const found = new Set<string>();
  mapTexts(value, (text) => {
    for (const [reference] of text.matchAll(REFERENCE)) found.add(reference);
    return text;
  });
  if (found.size === 0) return value;
  const values = new Map<string, string>();
  for (const reference of found) values.set(reference, await lookUp(reference, call));
  return mapTexts(value, (text) => text.replace(REFERENCE, (reference) => values.get(reference) ?? "")) as T;
}

async function lookUp(reference: string, call: Clients): Promise<string> {
  const [, service, rest = ""] = [...reference.matchAll(REFERENCE)][0] ?? [];
  if (service !== "ssm" && service !== "ssm-secure")
    throw new ResourceFailure(`Skylab does not have the service that ${reference} refers to yet`);
  const { Parameter } = await call.ssm.GetParameter({ Name: rest, WithDecryption: true }).catch((error: Error) => {
    if (error.name === "ParameterNotFound" || error.name === "ParameterVersionNotFound")
      throw new ResourceFailure(`Parameters: [${service}:${rest}] cannot be found.`);
    throw error;
  });
  const secure = Parameter?.Type === "SecureString";
  if (secure !== (service === "ssm-secure"))
    throw new ResourceFailure(
      secure
        ? `SSM parameter ${rest} is a SecureString: refer to it with ssm-secure`
        : `SSM Secure reference ${reference} refers to a parameter that is not a SecureString`,
    );
  return Parameter?.Value ?? "";
}
