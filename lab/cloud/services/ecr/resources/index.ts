import { tolerate } from "../../../service/gone.ts";
import { allTags, type Tag } from "../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";

interface RepositoryProperties {
  readonly RepositoryName?: string;
  readonly ImageTagMutability?: "MUTABLE" | "IMMUTABLE";
  readonly ImageScanningConfiguration?: { readonly ScanOnPush?: boolean };
  readonly EmptyOnDelete?: boolean;
  readonly LifecyclePolicy?: { readonly LifecyclePolicyText?: string };
  readonly RepositoryPolicyText?: object | string;
  readonly Tags?: readonly Tag[];
}

const repository: ResourceProvider<RepositoryProperties> = {
  replacedBy: ["RepositoryName"],
  async create(properties, context) {
    const repositoryName = properties.RepositoryName ?? context.name(256, "lowercase");
    const tags = allTags(properties.Tags, context);
    await context.call.ecr.CreateRepository({ repositoryName, tags });
    context.initiated(repositoryName);
    return await configure(repositoryName, properties, {}, context);
  },
  update: (name, properties, previous, context) => configure(name, properties, previous, context),
  async read(repositoryName, { call }) {
    const { repositories: [found] = [] } = await call.ecr
      .DescribeRepositories({ repositoryNames: [repositoryName] })
      .catch(() => ({ repositories: [] }));
    if (!found) return undefined;
    const { imageTagMutability: ImageTagMutability, imageScanningConfiguration, repositoryArn, repositoryUri } = found;
    const ImageScanningConfiguration = { ScanOnPush: imageScanningConfiguration?.scanOnPush };
    return {
      properties: { RepositoryName: repositoryName, ImageTagMutability, ImageScanningConfiguration },
      attributes: { Arn: repositoryArn, RepositoryUri: repositoryUri },
    };
  },
  async delete(repositoryName, { EmptyOnDelete }, { call }) {
    const force = String(EmptyOnDelete) === "true";
    await call.ecr.DeleteRepository({ repositoryName, force }).catch(tolerate("RepositoryNotFoundException"));
  },
};

export const resources: Record<string, ResourceProvider> = { "AWS::ECR::Repository": repository };

async function configure(
  repositoryName: string,
  properties: RepositoryProperties,
  previous: RepositoryProperties,
  { call, account, region }: ResourceContext,
) {
  const { LifecyclePolicy, RepositoryPolicyText: policy } = properties;
  await call.ecr.PutImageTagMutability({
    repositoryName,
    imageTagMutability: properties.ImageTagMutability ?? "MUTABLE",
  });
  const scanOnPush = String(properties.ImageScanningConfiguration?.ScanOnPush) === "true";
  await call.ecr.PutImageScanningConfiguration({ repositoryName, imageScanningConfiguration: { scanOnPush } });
  const lifecyclePolicyText = LifecyclePolicy?.LifecyclePolicyText;
  if (lifecyclePolicyText) await call.ecr.PutLifecyclePolicy({ repositoryName, lifecyclePolicyText });
  else if (previous.LifecyclePolicy?.LifecyclePolicyText) await call.ecr.DeleteLifecyclePolicy({ repositoryName });
  const policyText = typeof policy === "object" ? JSON.stringify(policy) : policy;
  if (policyText) await call.ecr.SetRepositoryPolicy({ repositoryName, policyText });
  else if (previous.RepositoryPolicyText) await call.ecr.DeleteRepositoryPolicy({ repositoryName });
  const { repositories: [found] = [] } = await call.ecr.DescribeRepositories({ repositoryNames: [repositoryName] });
  const Arn = `arn:aws:ecr:${region}:${account}:repository/${repositoryName}`;
  return {
    id: repositoryName,
    attributes: { Arn, RepositoryUri: found?.repositoryUri },
  };
}
