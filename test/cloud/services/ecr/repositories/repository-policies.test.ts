import {
  CreateRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  PutImageTagMutabilityCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const OWNER = "000000000000";
const OTHER = "111122223333";

describe("A repository's policy", () => {
  const lab = useCloud();
  const repositoryName = "shared";
  const others = { registryId: OWNER, repositoryName };
  let owner: ECRClient;
  let other: ECRClient;
  before(async () => {
    owner = lab.client(ECRClient);
    other = lab.client(ECRClient, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
    await owner.send(new CreateRepositoryCommand({ repositoryName }));
  });
  const set = (statement: object) =>
    owner.send(
      new SetRepositoryPolicyCommand({
        repositoryName,
        policyText: JSON.stringify({ Version: "2012-10-17", Statement: statement }),
      }),
    );

  it("lets another account in, to what it says", async () => {
    expect((await failure(other.send(new ListImagesCommand(others)))).name).to.equal("AccessDeniedException");
    await set({ Effect: "Allow", Principal: { AWS: OTHER }, Action: ["ecr:ListImages", "ecr:PutImageTagMutability"] });
    await other.send(new PutImageTagMutabilityCommand({ ...others, imageTagMutability: "IMMUTABLE" }));
    const { repositories } = await owner.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.map(({ imageTagMutability }) => imageTagMutability)).to.deep.equal(["IMMUTABLE"]);
    expect((await other.send(new ListImagesCommand(others))).imageIds).to.deep.equal([]);
    for (const command of [
      new GetRepositoryPolicyCommand(others),
      new DescribeRepositoriesCommand({ registryId: OWNER, repositoryNames: [repositoryName] }),
      new DescribeRepositoriesCommand({ registryId: OWNER }),
    ])
      expect((await failure(other.send(command as never))).name).to.equal("AccessDeniedException");
  });

  it("is not passed by what only looks like an ARN", async () => {
    const resourceArn = `foo:aws:ecr:us-east-1:${OWNER}:repository/${repositoryName}`;
    const error = await failure(other.send(new TagResourceCommand({ resourceArn, tags: [{ Key: "a", Value: "b" }] })));
    expect(error.name).to.equal("RepositoryNotFoundException");
    expect(error.message).to.contain(OTHER);
  });

  it("denies its own account, too, until it is deleted", async () => {
    await set({ Effect: "Deny", Principal: "*", Action: "ecr:ListImages" });
    expect((await failure(owner.send(new ListImagesCommand({ repositoryName })))).name).to.equal(
      "AccessDeniedException",
    );
    await owner.send(new DeleteRepositoryPolicyCommand({ repositoryName }));
    await owner.send(new ListImagesCommand({ repositoryName }));
  });

  for (const [what, policyText] of [
    ["no JSON", "{"],
    ["no policy", "{}"],
    ["for nobody", JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "ecr:*" } })],
  ] as const)
    it(`is refused when it is ${what}`, async () => {
      const error = await failure(owner.send(new SetRepositoryPolicyCommand({ repositoryName, policyText })));
      expect([error.name, error.message]).to.deep.equal([
        "InvalidParameterException",
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
      ]);
    });
});
