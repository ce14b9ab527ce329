import {
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  ListImagesCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
} from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("ECR", () => {
  const lab = useCloud();
  let client: ECRClient;
  before(() => {
    client = lab.client(ECRClient);
  });

  it("keeps repositories and their settings", async () => {
    const repositoryName = "team/app";
    const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName }));
    expect(repository).to.include({
      repositoryUri: `000000000000.dkr.ecr.us-east-1.localhost:${new URL(lab.endpoint).port}/team/app`,
      imageTagMutability: "MUTABLE",
    });
    await client.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: "IMMUTABLE" }));
    const { repositories } = await client.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
    expect(repositories?.[0]).to.deep.include({ imageTagMutability: "IMMUTABLE", createdAt: repository?.createdAt });
    expect((await client.send(new ListImagesCommand({ repositoryName }))).imageIds).to.deep.equal([]);
    const image = await failure(
      client.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: "latest" }] })),
    );
    expect(image.name).to.equal("ImageNotFoundException");
  });

  it("keeps a lifecycle policy until it is deleted", async () => {
    const repositoryName = "aging";
    const selection = { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 5 };
    const rules = [{ rulePriority: 1, selection, action: { type: "expire" } }];
    const lifecyclePolicyText = JSON.stringify({ rules });
    await client.send(new CreateRepositoryCommand({ repositoryName }));
    await client.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
    expect(await client.send(new GetLifecyclePolicyCommand({ repositoryName }))).to.include({ lifecyclePolicyText });
    await client.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
    expect((await failure(client.send(new GetLifecyclePolicyCommand({ repositoryName })))).name).to.equal(
      "LifecyclePolicyNotFoundException",
    );
  });

  it("refuses a name that is taken, none, or unknown", async () => {
    await client.send(new CreateRepositoryCommand({ repositoryName: "taken" }));
    const create = (repositoryName: string) => failure(client.send(new CreateRepositoryCommand({ repositoryName })));
    expect((await create("taken")).name).to.equal("RepositoryAlreadyExistsException");
    const bad = await create("Not/Good!");
    expect(bad.name).to.equal("InvalidParameterException");
    expect(bad.message).to.match(
      /^Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '\[a-z0-9]\+.*''$/,
    );
    await client.send(new DeleteRepositoryCommand({ repositoryName: "taken" }));
    expect((await failure(client.send(new DeleteRepositoryCommand({ repositoryName: "taken" })))).name).to.equal(
      "RepositoryNotFoundException",
    );
  });

  it("hands out tokens for the registry", async () => {
    const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand());
    const [{ authorizationToken = "", proxyEndpoint } = {}] = authorizationData;
    expect(Buffer.from(authorizationToken, "base64").toString()).to.match(/^AWS:/);
    const { port } = new URL(lab.endpoint);
    expect(proxyEndpoint).to.equal(`http://000000000000.dkr.ecr.us-east-1.localhost:${port}`);
  });
});
