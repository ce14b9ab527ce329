import { defineService } from "../../service.ts";
import * as changeSetDescriptions from "./change-set-descriptions.ts";
import * as changeSets from "./change-sets.ts";
import * as exports from "./exports.ts";
import { receive } from "./receive.ts";
import * as rollbacks from "./rollbacks.ts";
import * as stackDescriptions from "./stack-descriptions.ts";
import * as stackParts from "./stack-parts.ts";
import * as stacks from "./stacks.ts";
import { CloudFormationState } from "./state.ts";
import * as templates from "./templates.ts";

/**
 * AWS CloudFormation. The engine knows no resource type: each lives with its service.
 *
 * Known gaps: transforms, nested stacks, imports of resources, drift, stack policies, stack sets, notifications, creation
 * policies and wait conditions; a resource's `Snapshot` policy deletes it; NoEcho answers of custom resources are shown.
 */
export const service = defineService("cloudformation", {
  sdk: () => import("@aws-sdk/client-cloudformation"),
  state: CloudFormationState,
  close: (state) => state.close(),
  resources: async () => (await import("./resources.ts")).resources,
  receive,
  operations: {
    CreateStack: stacks.createStack,
    UpdateStack: stacks.updateStack,
    DeleteStack: stacks.deleteStack,
    CancelUpdateStack: rollbacks.cancelUpdateStack,
    ContinueUpdateRollback: rollbacks.continueUpdateRollback,
    RollbackStack: rollbacks.rollbackStack,
    UpdateTerminationProtection: stacks.updateTerminationProtection,
    DescribeStacks: stackDescriptions.describeStacks,
    ListStacks: stackDescriptions.listStacks,
    DescribeStackEvents: stackParts.describeStackEvents,
    DescribeStackResource: stackParts.describeStackResource,
    DescribeStackResources: stackParts.describeStackResources,
    ListStackResources: stackParts.listStackResources,
    CreateChangeSet: changeSets.createChangeSet,
    DeleteChangeSet: changeSets.deleteChangeSet,
    ExecuteChangeSet: changeSets.executeChangeSet,
    DescribeChangeSet: changeSetDescriptions.describeChangeSet,
    ListChangeSets: changeSetDescriptions.listChangeSets,
    GetTemplate: templates.getTemplate,
    GetTemplateSummary: templates.getTemplateSummary,
    ValidateTemplate: templates.validateTemplate,
    ListExports: exports.listExports,
    ListImports: exports.listImports,
  },
});
