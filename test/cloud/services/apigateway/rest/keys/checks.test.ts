import {
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  DeleteAuthorizerCommand,
  DeleteUsagePlanCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { add, bad, missing, refused, remove, replace, useChecks } from "../use-checks.ts";

// The words are AWS's, as https://github.com/boto/boto3/issues/2629, /825, https://github.com/aws/aws-sdk-js/issues/3841,
// https://github.com/aws/aws-sdk/issues/354 and https://github.com/hashicorp/terraform/pull/6731 have them.
describe("Usage plans and authorizers of REST APIs, as AWS checks them", () => {
  const suite = useChecks();
  const method = (more: object = {}) => {
    const at = { restApiId: suite.restApiId, resourceId: suite.root, httpMethod: "GET" };
    return suite.client.send(new PutMethodCommand({ ...at, authorizationType: "NONE", ...more }));
  };
  const create = (more: Partial<CreateUsagePlanCommandInput> = {}) =>
    suite.client.send(new CreateUsagePlanCommand({ name: "plan", ...more }));
  const update = (usagePlanId: string | undefined, operation: PatchOperation) =>
    suite.client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations: [operation] }));

  it("name stages that are there", async () => {
    const { restApiId: apiId } = suite;
    for (const [id, stage] of [
      ["", "prod"],
      [undefined, "prod"],
      [apiId, ""],
    ])
      expect(await refused(create({ apiStages: [{ apiId: id, stage }] }))).to.deep.equal(
        bad("Invalid API Stage {api: %s, stage: %s} specified for usageplan %s"),
      );
    for (const id of [apiId, "nowhere"])
      expect(await refused(create({ apiStages: [{ apiId: id, stage: "prod" }] }))).to.deep.equal(
        missing(`API Stage not found: ${id}:prod`),
      );
  });

  it("stay while a stage has them, and let it go when asked by its name", async () => {
    const { client, restApiId } = suite;
    await method();
    const at = { restApiId, resourceId: suite.root, httpMethod: "GET" };
    await client.send(new PutIntegrationCommand({ ...at, type: "MOCK" }));
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
    const { id: usagePlanId } = await create({ apiStages: [{ apiId: restApiId, stage: "prod" }] });
    const stage = `${restApiId}:prod`;
    expect(await refused(client.send(new DeleteUsagePlanCommand({ usagePlanId })))).to.deep.equal(
      bad(
        `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${stage}`,
      ),
    );
    expect(await refused(update(usagePlanId, remove(`/apiStages/${stage}`)))).to.deep.equal(
      bad(
        `Invalid patch path  '/apiStages/${stage}' specified for op 'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]`,
      ),
    );
    for (const value of [undefined, "other:prod"])
      expect(await refused(update(usagePlanId, { ...remove("/apiStages"), value }))).to.deep.equal(
        bad("Invalid API Stage specified"),
      );
    for (const operation of [add("/apiStage", stage), replace("/name/x", "y")])
      expect((await refused(update(usagePlanId, operation)))[0]).to.equal("BadRequestException");
    await update(usagePlanId, { ...remove("/apiStages"), value: stage });
    await client.send(new DeleteUsagePlanCommand({ usagePlanId }));
  });

  it("stay while a method has them", async () => {
    const { client, restApiId } = suite;
    const invoked = "arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
    const { id: authorizerId = "" } = await client.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: "guard",
        type: "TOKEN",
        identitySource: "method.request.header.Authorization",
        authorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${invoked}`,
      }),
    );
    await method({ authorizationType: "CUSTOM", authorizerId });
    expect(await refused(client.send(new DeleteAuthorizerCommand({ restApiId, authorizerId })))).to.deep.equal([
      "ConflictException",
      "Cannot delete authorizer 'guard', is referenced in method: GET//",
    ]);
  });
});
