import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { violationMessage } from "./errors.ts";
import * as images from "./images/images.ts";
import * as uploads from "./layers/uploads.ts";
import { getAuthorizationToken } from "./registry/authorization-tokens.ts";
import { serveRegistry } from "./registry/serve.ts";
import { inRegistry } from "./repositories/registries.ts";
import * as repositories from "./repositories/repositories.ts";
import { EcrState } from "./state.ts";

const operations = inRegistry({
  CreateRepository: repositories.createRepository,
  DescribeRepositories: repositories.describeRepositories,
  DeleteRepository: repositories.deleteRepository,
  PutImage: images.putImage,
  BatchGetImage: images.batchGetImage,
  ListImages: images.listImages,
  DescribeImages: images.describeImages,
  BatchDeleteImage: images.batchDeleteImage,
  InitiateLayerUpload: uploads.initiateLayerUpload,
  UploadLayerPart: uploads.uploadLayerPart,
  CompleteLayerUpload: uploads.completeLayerUpload,
  BatchCheckLayerAvailability: uploads.batchCheckLayerAvailability,
  GetDownloadUrlForLayer: uploads.getDownloadUrlForLayer,
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
});

/**
 * Amazon ECR: repositories, and a registry that Docker and crane push to and pull from.
 *
 * Known gaps: an upload is in memory until it is complete; layers are not mounted from other repositories, so that clients
 * upload them again; nothing is scanned, and lifecycle policies remove nothing.
 */
export const service = defineService("ecr", {
  constraints: { ...constraints, code: "InvalidParameterException", message: violationMessage },
  sdk: () => import("@aws-sdk/client-ecr"),
  state: EcrState,
  resources: async () => (await import("./resources/index.ts")).resources,
  serve: async (exchange, state, cloud) =>
    (await serveRegistry(exchange, state, cloud)) || (await state.downloads.serve(exchange)),
  secrets: ["authorizationToken"],
  access,
  audit: { resources: { repositoryName: "AWS::ECR::Repository" } },
  // A part of 20 MiB in base64, and a manifest of 4 MiB inside of JSON.
  limits: { operations: { UploadLayerPart: 28_311_552, PutImage: 8_388_608 } },
  storedSettings: ["encryptionConfiguration", "imageScanningConfiguration"],
  operations: {
    ...operations,
    GetAuthorizationToken: getAuthorizationToken,
    PutImageScanningConfiguration: stored(operations.PutImageScanningConfiguration),
    PutLifecyclePolicy: stored(operations.PutLifecyclePolicy),
    DeleteLifecyclePolicy: stored(operations.DeleteLifecyclePolicy),
  },
});
