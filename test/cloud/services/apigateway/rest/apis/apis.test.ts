import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  GetAccountCommand,
  GetDeploymentsCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateAccountCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { failure, useCloud } from "../../../../use-cloud.ts";

describe("API Gateway", () => {
  const lab = useCloud();
  let client: APIGatewayClient;
  before(() => {
    client = lab.client(APIGatewayClient);
  });

  const newApi = async () => {
    const { id, rootResourceId } = await client.send(new CreateRestApiCommand({ name: "pets" }));
    return { restApiId: id as string, root: rootResourceId as string };
  };
  const mock = async (restApiId: string, resourceId: string, httpMethod = "GET") => {
    await client.send(new PutMethodCommand({ restApiId, resourceId, httpMethod, authorizationType: "NONE" }));
    await client.send(new PutIntegrationCommand({ restApiId, resourceId, httpMethod, type: "MOCK" }));
  };

  describe("keeps a REST API", () => {
    it("that can be read, listed, changed and deleted", async () => {
      const { restApiId } = await newApi();
      const patchOperations = [
        { op: "replace" as const, path: "/name", value: "cats" },
        { op: "add" as const, path: "/binaryMediaTypes/image~1png" },
      ];
      await client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
      expect(await client.send(new GetRestApiCommand({ restApiId }))).to.deep.include({
        name: "cats",
        binaryMediaTypes: ["image/png"],
      });
      expect((await client.send(new GetRestApisCommand())).items?.map(({ id }) => id)).to.include(restApiId);
      await client.send(new DeleteRestApiCommand({ restApiId }));
      const gone = await failure(client.send(new GetRestApiCommand({ restApiId })));
      expect(gone).to.include({
        name: "NotFoundException",
        message: `Invalid API identifier specified 000000000000:${restApiId}`,
      });
    });

    it("for its own account and region only", async () => {
      const { restApiId } = await newApi();
      const others = [
        lab.client(APIGatewayClient, { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } }),
        lab.client(APIGatewayClient, { region: "eu-west-1" }),
      ];
      for (const other of others)
        expect((await failure(other.send(new GetRestApiCommand({ restApiId })))).name).to.equal("NotFoundException");
    });

    it("and refuses a change that it does not know, changing nothing", async () => {
      const { restApiId } = await newApi();
      const patchOperations = [
        { op: "replace" as const, path: "/name", value: "cats" },
        { op: "replace" as const, path: "/nonsense", value: "x" },
      ];
      const error = await failure(client.send(new UpdateRestApiCommand({ restApiId, patchOperations })));
      expect(error.name).to.equal("BadRequestException");
      expect(error.message).to.contain("/nonsense");
      expect((await client.send(new GetRestApiCommand({ restApiId }))).name).to.equal("pets");
    });
  });

  describe("keeps resources", () => {
    it("in a tree, and deletes a branch with all that is under it", async () => {
      const { restApiId, root } = await newApi();
      const { id } = await client.send(new CreateResourceCommand({ restApiId, parentId: root, pathPart: "pets" }));
      await client.send(new CreateResourceCommand({ restApiId, parentId: id, pathPart: "{id}" }));
      const paths = async () =>
        (await client.send(new GetResourcesCommand({ restApiId }))).items?.map(({ path }) => path).sort();
      expect(await paths()).to.deep.equal(["/", "/pets", "/pets/{id}"]);
      await client.send(new DeleteResourceCommand({ restApiId, resourceId: id }));
      expect(await paths()).to.deep.equal(["/"]);
    });

    it("under names that differ, and no two variables side by side", async () => {
      const { restApiId, root: parentId } = await newApi();
      await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart: "pets" }));
      await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart: "{id}" }));
      const create = (pathPart: string) =>
        failure(client.send(new CreateResourceCommand({ restApiId, parentId, pathPart })));
      expect((await create("pets")).name).to.equal("ConflictException");
      expect((await create("{name}")).name).to.equal("BadRequestException");
      expect((await create("a/b")).name).to.equal("BadRequestException");
      expect(
        (await failure(client.send(new CreateResourceCommand({ restApiId, parentId: "nope", pathPart: "x" })))).name,
      ).to.equal("NotFoundException");
    });
  });

  describe("keeps methods and their integrations", () => {
    it("and answers what was put", async () => {
      const { restApiId, root: resourceId } = await newApi();
      const at = { restApiId, resourceId, httpMethod: "POST" };
      await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
      const uri =
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
      await client.send(new PutIntegrationCommand({ ...at, type: "AWS_PROXY", integrationHttpMethod: "POST", uri }));
      expect(await client.send(new GetIntegrationCommand(at))).to.deep.include({
        type: "AWS_PROXY",
        httpMethod: "POST",
        uri,
        timeoutInMillis: 29_000,
      });
      expect((await client.send(new GetMethodCommand(at))).methodIntegration?.uri).to.equal(uri);
      const again = await failure(client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" })));
      expect(again.name).to.equal("ConflictException");
    });

    it("and says by name what it does not do", async () => {
      const { restApiId, root: resourceId } = await newApi();
      const error = await failure(
        client.send(
          new PutMethodCommand({ restApiId, resourceId, httpMethod: "GET", authorizationType: "COGNITO_USER_POOLS" }),
        ),
      );
      expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["NotImplemented", 501]);
      expect(error.message).to.contain("COGNITO_USER_POOLS");
    });
  });

  describe("deploys", () => {
    it("nothing that has no methods, or a method without an integration", async () => {
      const { restApiId, root: resourceId } = await newApi();
      const deploy = () => failure(client.send(new CreateDeploymentCommand({ restApiId })));
      expect((await deploy()).message).to.equal("The REST API doesn't contain any methods");
      await client.send(new PutMethodCommand({ restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" }));
      expect((await deploy()).message).to.equal("No integration defined for method");
    });

    it("to stages, which keep a deployment from being deleted", async () => {
      const { restApiId, root } = await newApi();
      await mock(restApiId, root);
      const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }));
      await client.send(
        new CreateStageCommand({ restApiId, stageName: "dev", deploymentId, variables: { color: "red" } }),
      );
      await client.send(
        new UpdateStageCommand({
          restApiId,
          stageName: "dev",
          patchOperations: [{ op: "replace", path: "/variables/color", value: "blue" }],
        }),
      );
      expect((await client.send(new GetStageCommand({ restApiId, stageName: "dev" }))).variables).to.deep.equal({
        color: "blue",
      });
      expect((await failure(client.send(new DeleteDeploymentCommand({ restApiId, deploymentId })))).name).to.equal(
        "BadRequestException",
      );
      expect((await client.send(new GetDeploymentsCommand({ restApiId }))).items?.map(({ id }) => id)).to.deep.equal([
        deploymentId,
      ]);
    });
  });

  it("keeps the account's logging role", async () => {
    const cloudwatchRoleArn = "arn:aws:iam::000000000000:role/logs";
    await client.send(
      new UpdateAccountCommand({
        patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value: cloudwatchRoleArn }],
      }),
    );
    expect(await client.send(new GetAccountCommand())).to.deep.include({ cloudwatchRoleArn });
  });
});
