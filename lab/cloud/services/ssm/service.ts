import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import * as labels from "./parameters/labels.ts";
import * as parameters from "./parameters/parameters.ts";
import * as tags from "./parameters/tags.ts";
import { SsmState } from "./state.ts";

/**
 * AWS Systems Manager: the Parameter Store.
 *
 * Known gaps: a SecureString is sealed with a key of the lab's own, whatever `KeyId` says, since there is no KMS yet; parameter
 * policies are not there; the public parameters under /aws/service are not either.
 */
export const service = defineService("ssm", {
  constraints,
  sdk: () => import("@aws-sdk/client-ssm"),
  state: SsmState,
  access,
  audit: { resources: { Name: "AWS::SSM::Parameter" } },
  resources: async () => (await import("./resources/index.ts")).resources,
  storedSettings: ["KeyId"],
  operations: {
    PutParameter: parameters.putParameter,
    GetParameter: parameters.getParameter,
    GetParameters: parameters.getParameters,
    GetParametersByPath: parameters.getParametersByPath,
    GetParameterHistory: parameters.getParameterHistory,
    DescribeParameters: parameters.describeParameters,
    LabelParameterVersion: labels.labelParameterVersion,
    UnlabelParameterVersion: labels.unlabelParameterVersion,
    DeleteParameter: parameters.deleteParameter,
    DeleteParameters: parameters.deleteParameters,
    AddTagsToResource: tags.addTagsToResource,
    RemoveTagsFromResource: tags.removeTagsFromResource,
    ListTagsForResource: tags.listTagsForResource,
  },
});
