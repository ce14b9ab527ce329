import type { Cloud, ServiceName } from "../../../cloud.ts";
import { own } from "../../../own.ts";
import type { ResourceProvider } from "../../../service/service.ts";
import { services } from "../../index.ts";
import { isCustom } from "../template/template.ts";
import { ResourceFailure } from "./resource-failure.ts";

/** What makes resources of a type. Rejects with a ResourceFailure that names the type when nothing does. */
export async function providerOf(cloud: Cloud, type: string): Promise<ResourceProvider> {
  const provider = await findProvider(cloud, type);
  if (!provider) throw new ResourceFailure(`Skylab does not have the resource type ${type} yet`);
  return provider;
}

/** What makes resources of a type, if anything does. */
export async function findProvider(cloud: Cloud, type: string): Promise<ResourceProvider | undefined> {
  const owner = ownerOf(type);
  const { definition } = owner ? await cloud.service(owner) : {};
  const providers = (await definition?.resources?.()) ?? {};
  const name = isCustom(type) ? "AWS::CloudFormation::CustomResource" : type;
  return own(providers, name);
}

/** The service that a type lives with. Types of no service are CloudFormation's own. */
function ownerOf(type: string): ServiceName | undefined {
  if (isCustom(type) || type.startsWith("AWS::CDK::")) return "cloudformation";
  const found = Object.entries(services).find(([, entry]) => "types" in entry && type.startsWith(`${entry.types}::`));
  return found?.[0] as ServiceName | undefined;
}
