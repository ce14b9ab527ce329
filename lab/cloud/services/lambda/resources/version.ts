import type { PublishVersionRequest } from "@aws-sdk/client-lambda";
import type { Clients } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import type { ResourceProvider } from "../../../service.ts";
import { unlessGone } from "./gone.ts";

type VersionProperties = Pick<PublishVersionRequest, "CodeSha256" | "Description"> & { readonly FunctionName: string };

/** `AWS::Lambda::Version`. */
export const version: ResourceProvider<VersionProperties> = {
  replacedBy: "*",

  async create({ FunctionName, CodeSha256, Description }, { call }) {
    const before = await versionsOf(FunctionName, call);
    const published = await call.lambda.PublishVersion({ FunctionName, CodeSha256, Description });
    const { FunctionArn = "", Version = "" } = published;
    // Two resources of one version would be removed as two, too.
    if (before.has(Version)) throw unchanged(Version);
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
