import { defineService } from "../../service.ts";
import * as repositories from "./repositories.ts";
import { EcrState } from "./state.ts";

/**
 * Amazon ECR: repositories and their settings.
 *
 * Known gaps: there is no registry behind a repository's URI yet, so that images can't be pushed or pulled; lifecycle and
 * repository policies, scanning and tag mutability are stored only.
 */
export const service = defineService("ecr", {
  sdk: () => import("@aws-sdk/client-ecr"),
  state: EcrState,
  resources: async () => (await import("./resources.ts")).resources,
  operations: {
    CreateRepository: repositories.createRepository,
    DescribeRepositories: repositories.describeRepositories,
    DeleteRepository: repositories.deleteRepository,
    ListImages: repositories.listImages,
    DescribeImages: repositories.describeImages,
    PutImageScanningConfiguration: repositories.putImageScanningConfiguration,
    PutImageTagMutability: repositories.putImageTagMutability,
    PutLifecyclePolicy: repositories.putLifecyclePolicy,
    GetLifecyclePolicy: repositories.getLifecyclePolicy,
    DeleteLifecyclePolicy: repositories.deleteLifecyclePolicy,
    SetRepositoryPolicy: repositories.setRepositoryPolicy,
    GetRepositoryPolicy: repositories.getRepositoryPolicy,
    DeleteRepositoryPolicy: repositories.deleteRepositoryPolicy,
    ListTagsForResource: repositories.listTagsForResource,
    TagResource: repositories.tagResource,
    UntagResource: repositories.untagResource,
  },
});
