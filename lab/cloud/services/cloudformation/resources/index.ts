import type { ResourceProvider } from "../../../service/service.ts";
import { customResource } from "./custom-resources.ts";
import { nestedStack } from "./nested-stacks.ts";
import { waitCondition, waitConditionHandle } from "./wait-conditions.ts";

/** The CDK's note of the libraries that an app uses. It has no effect on AWS either. */
const cdkMetadata: ResourceProvider = {
  create: async (_properties, context) => ({ id: context.name(255) }),
  update: async (id) => ({ id }),
  delete: async () => {},
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::CDK::Metadata": cdkMetadata,
  "AWS::CloudFormation::CustomResource": customResource,
  "AWS::CloudFormation::Stack": nestedStack,
  "AWS::CloudFormation::WaitCondition": waitCondition,
  "AWS::CloudFormation::WaitConditionHandle": waitConditionHandle,
};
