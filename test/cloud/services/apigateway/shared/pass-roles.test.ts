import {
  APIGatewayClient,
  CreateRestApiCommand,
  ImportRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  PutRestApiCommand,
  UpdateAccountCommand,
  UpdateIntegrationCommand,
} from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, ImportApiCommand } from "@aws-sdk/client-apigatewayv2";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { refused } from "../rest/use-checks.ts";

const ROLE = "arn:aws:iam::000000000000:role/handed";
const FAR = "arn:aws:iam::111111111111:role/handed";
const TABLES = "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem";

describe("A role that an API shall use", () => {
  const lab = useCloud();
  let restApiId: string;
  let resourceId: string;
  const iam = () => lab.client(IAMClient);
  const allow = (Action: string[]) =>
    iam().send(
      new PutUserPolicyCommand({
        UserName: "ann",
        PolicyName: "own",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: Action.map((one) => ({ Effect: "Allow", Action: one, Resource: "*" })),
        }),
      }),
    );
  let credentials: { accessKeyId: string; secretAccessKey: string };

  before(async () => {
    const client = lab.client(APIGatewayClient);
    const api = await client.send(new CreateRestApiCommand({ name: "x" }));
    [restApiId, resourceId] = [api.id as string, api.rootResourceId as string];
    const at = { restApiId, resourceId, httpMethod: "GET" };
    await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
    await client.send(
      new PutIntegrationCommand({ ...at, type: "AWS", integrationHttpMethod: "POST", uri: TABLES, credentials: ROLE }),
    );
    await iam().send(new CreateUserCommand({ UserName: "ann" }));
    const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName: "ann" }));
    credentials = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  });

  const document = (role: string) => {
    const integration = {
      type: "aws",
      httpMethod: "POST",
      uri: TABLES,
      credentials: role,
      payloadFormatVersion: "1.0",
      responses: {},
    };
    const paths = { "/a": { get: { responses: {}, "x-amazon-apigateway-integration": integration } } };
    return JSON.stringify({ openapi: "3.0.1", info: { title: "x", version: "1" }, paths });
  };
  const ways: Record<string, (role: string) => Promise<unknown>> = {
    "a patch of an integration": (value) => {
      const patchOperations = [{ op: "replace" as const, path: "/credentials", value }];
      const input = { restApiId, resourceId, httpMethod: "GET", patchOperations };
      return lab.client(APIGatewayClient, { credentials }).send(new UpdateIntegrationCommand(input));
    },
    "a patch of the account": (value) => {
      const patchOperations = [{ op: "replace" as const, path: "/cloudwatchRoleArn", value }];
      return lab.client(APIGatewayClient, { credentials }).send(new UpdateAccountCommand({ patchOperations }));
    },
    "an import": (role) =>
      lab
        .client(APIGatewayClient, { credentials })
        .send(new ImportRestApiCommand({ body: Buffer.from(document(role)) })),
    "another import": (role) =>
      lab
        .client(APIGatewayClient, { credentials })
        .send(new PutRestApiCommand({ restApiId, body: Buffer.from(document(role)) })),
    "an import of an HTTP API": (role) =>
      lab
        .client(ApiGatewayV2Client, { credentials })
        .send(
          new ImportApiCommand({ Body: document(role).replace('"aws"', '"http_proxy"').replace(TABLES, "https://a") }),
        ),
  };
  for (const [way, hand] of Object.entries(ways)) {
    it(`is handed on by ${way} only by whoever may, and only within its account`, async () => {
      await allow(["apigateway:*"]);
      const [name, message] = await refused(hand(ROLE));
      expect(name).to.equal("AccessDeniedException");
      expect(message).to.contain(`iam:PassRole on resource: ${ROLE}`);
      await allow(["apigateway:*", "iam:PassRole"]);
      await hand(ROLE);
      expect(await refused(hand(FAR))).to.deep.equal([
        "AccessDeniedException",
        "Cross-account pass role is not allowed.",
      ]);
    });
  }
});
