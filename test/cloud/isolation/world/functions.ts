import { zip } from "../../services/lambda/functions.ts";
import { CODE, MARK, type Owner, REGION, type World } from "./owner.ts";

/** A function with an alias, a URL, a layer and the changes of a table; and a layer that everybody may use. */
export async function fillLambda({ own, account, of, arn }: Owner): Promise<World> {
  const Role = arn("iam", `role/${of}`, "");
  const { LayerVersionArn } = await own.lambda.PublishLayerVersion({
    LayerName: of,
    Description: MARK,
    Content: { ZipFile: await zip({ "nodejs/mark.mjs": CODE }) },
  });
  await own.lambda.CreateFunction({
    FunctionName: of,
    Role,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Description: MARK,
    Code: { ZipFile: await zip({ "index.mjs": CODE }) },
    Environment: { Variables: { MARK } },
    Tags: { mark: MARK },
    Layers: [LayerVersionArn ?? ""],
    Publish: true,
  });
  await own.lambda.CreateAlias({ FunctionName: of, Name: "live", FunctionVersion: "1", Description: MARK });
  const { LayerVersionArn: sharedLayer } = await own.lambda.PublishLayerVersion({
    LayerName: `shared-${of}`,
    Content: { ZipFile: await zip({ "nodejs/shared.mjs": "export {};" }) },
  });
  const permission = { StatementId: "shared", Action: "lambda:GetLayerVersion", Principal: "*" };
  await own.lambda.AddLayerVersionPermission({ LayerName: `shared-${of}`, VersionNumber: 1, ...permission });
  const url = await own.lambda.CreateFunctionUrlConfig({ FunctionName: of, AuthType: "AWS_IAM" });
  await own.lambda.PutFunctionConcurrency({ FunctionName: of, ReservedConcurrentExecutions: 5 });
  await own.lambda.PutFunctionEventInvokeConfig({ FunctionName: of, MaximumRetryAttempts: 1 });
  await own.lambda.AddPermission({
    FunctionName: of,
    StatementId: MARK,
    Action: "lambda:InvokeFunction",
    Principal: account,
  });
  const { Table } = await own.dynamodb.DescribeTable({ TableName: of });
  const { UUID } = await own.lambda.CreateEventSourceMapping({
    FunctionName: of,
    EventSourceArn: Table?.LatestStreamArn,
    StartingPosition: "LATEST",
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: [MARK] }) }] },
    Tags: { mark: MARK },
  });
  const functionArn = arn("lambda", `function:${of}`);
  const ofFunction = {
    FunctionName: functionArn,
    Resource: functionArn,
    LayerName: arn("lambda", `layer:${of}`),
    VersionNumber: 1,
    Arn: LayerVersionArn,
    EventSourceArn: Table?.LatestStreamArn,
    StartingPosition: "LATEST",
    UUID,
    StatementId: MARK,
    Role,
  };
  return {
    lambda: [
      { ...ofFunction, Qualifier: "live", Name: "live" },
      ofFunction,
      { LayerName: arn("lambda", `layer:shared-${of}`), VersionNumber: 1, Arn: sharedLayer, StatementId: "shared" },
    ],
    urls: { url: url.FunctionUrl, functionArn, imageUri: `${account}.dkr.ecr.${REGION}.amazonaws.com/${of}:${of}` },
  };
}
