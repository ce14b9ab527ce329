import type { PublishVersionRequest } from "@aws-sdk/client-lambda";
import type { Clients } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";
import { type ProvisionedProperties, provision } from "./provisioned.ts";

interface VersionProperties extends Pick<PublishVersionRequest, "CodeSha256" | "Description">, ProvisionedProperties {
  readonly FunctionName: string;
}

/** `AWS::Lambda::Version`. */
export const version: ResourceProvider<VersionProperties> = {
  replacedBy: ["FunctionName", "CodeSha256", "Description"],

  async create(properties, { call, initiated }) {
    const { FunctionName, CodeSha256, Description } = properties;
    const before = await versionsOf(FunctionName, call);
    const published = await call.lambda.PublishVersion({ FunctionName, CodeSha256, Description });
    const { FunctionArn = "", Version = "" } = published;
    // Two resources of one version would be removed as two, too.
    if (before.has(Version)) throw unchanged(Version);
    initiated(FunctionArn);
    if (properties.ProvisionedConcurrencyConfig) await provision(FunctionName, Version, properties, call);
    return { id: FunctionArn, attributes: { FunctionArn, Version } };
  },

  async update(FunctionArn, properties, _previous, { call }) {
    const Version = FunctionArn.slice(FunctionArn.lastIndexOf(":") + 1);
    await provision(properties.FunctionName, Version, properties, call);
    return { id: FunctionArn, attributes: { FunctionArn, Version } };
  },

  async delete(FunctionName, _properties, { call }) {
    await call.lambda.DeleteFunction({ FunctionName }).catch(unlessGone);
  },
};

async function versionsOf(FunctionName: string, { lambda }: Clients): Promise<Set<string | undefined>> {
  const versions = new Set<string | undefined>();
  for (let Marker: string | undefined, more = true; more; more = Marker !== undefined) {
    const page = await lambda.ListVersionsByFunction({ FunctionName, Marker });
    for (const { Version } of page.Versions ?? []) versions.add(Version);
    Marker = page.NextMarker;
  }
  return versions;
}

function unchanged(version: string): AwsError {
  const advice = "Modify the function to create a new version.";
  return new AwsError("AlreadyExists", `A version for this Lambda function exists ( ${version} ). ${advice}`);
}
