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

/**
 * The key under which it says which scripts for browsers lie beside that code, each a bundle of its own:
 * `cfnFunction.addMetadata("skylab:browser", { "page.js": "functions/photosky/page/main.tsx" })`.
 */
export const BROWSER = "skylab:browser";

/** A deployed function, the file of its handler, and the files of what it serves to browsers, by the names of their bundles. */
export interface LiveFunction {
  readonly name: string;
  readonly source: string;
  readonly browser?: Readonly<Record<string, string>>;
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
        const { [SOURCE]: source, [BROWSER]: scripts = {} } = JSON.parse(Metadata ?? "{}");
        if (typeof source !== "string") continue;
        const browser = Object.entries(scripts).map(([name, file]) => [name, resolve(folder, String(file))]);
        found.push({
          name: PhysicalResourceId,
          source: resolve(folder, source),
          browser: Object.fromEntries(browser),
        });
      }
    }
  } finally {
    client.destroy();
  }
  return found;
}
