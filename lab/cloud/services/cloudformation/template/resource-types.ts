import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import { findProvider } from "../engine/providers.ts";
import { validationError } from "../errors.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import type { Template } from "./template.ts";

/** Refuses a template with resource types that AWS does not have, whether or not their conditions are true. */
export async function checkTypesExist({ Resources }: Pick<Template, "Resources">, cloud: Cloud): Promise<void> {
  const unknown: string[] = [];
  for (const type of await missing(Resources, cloud)) if (!(await schemaOf(type))) unknown.push(type);
  if (unknown.length > 0)
    throw validationError(`Template format error: Unrecognized resource types: [${unknown.join(", ")}]`);
}

/** Rejects with NotImplemented, by name, when resources are of types that AWS has and this cloud has not. */
export async function checkTypesAreHere(resources: Template["Resources"], cloud: Cloud): Promise<void> {
  const absent = await missing(resources, cloud);
  if (absent.length > 0)
    throw new AwsError("NotImplemented", `Skylab does not have these resource types yet: [${absent.join(", ")}]`, 501);
}

/** The types of resources that nothing here makes. What AWS publishes of types is large, and is read for these alone. */
async function missing(resources: Template["Resources"], cloud: Cloud): Promise<string[]> {
  const absent: string[] = [];
  for (const type of new Set(Object.values(resources).map(({ Type }) => Type)))
    if (!(await findProvider(cloud, type))) absent.push(type);
  return absent;
}
