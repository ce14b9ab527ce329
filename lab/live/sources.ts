import { resolve } from "node:path";
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import type { ClientSettings } from "../targets/client-settings.ts";

/**
 * The key in a resource's metadata under which a CDK app says from which file a function's code is bundled, seen from the
 * project's folder: `cfnFunction.addMetadata("skylab:source", "functions/photosky/handler.ts")`.
 */
export const SOURCE = "skylab:source";

/** A deployed function and the file of its handler. */
export interface LiveFunction {
  readonly name: string;
  readonly source: string;
}

/** The functions of a stack that say where they come from. */
export async function liveFunctions(
  StackName: string,
  folder: string,
  settings: ClientSettings,
): Promise<LiveFunction[]> {
  const client = new CloudFormationClient(settings);
  const found: LiveFunction[] = [];
  try {
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
      for (const { ResourceType, LogicalResourceId, PhysicalResourceId } of StackResourceSummaries) {
        if (ResourceType !== "AWS::Lambda::Function" || !PhysicalResourceId) continue;
        const describe = new DescribeStackResourceCommand({ StackName, LogicalResourceId });
        const { Metadata } = (await client.send(describe)).StackResourceDetail ?? {};
        const source = JSON.parse(Metadata ?? "{}")[SOURCE];
        if (typeof source === "string") found.push({ name: PhysicalResourceId, source: resolve(folder, source) });
      }
    }
  } finally {
    client.destroy();
  }
  return found;
}
