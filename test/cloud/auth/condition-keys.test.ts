import { expect } from "chai";
import { type Caller, calledVia, rootOf, serviceIn } from "../../../lab/cloud/auth/caller.ts";
import { contextOf } from "../../../lab/cloud/auth/condition-keys.ts";
import type { ServiceName } from "../../../lab/cloud/cloud.ts";
import { useCloud } from "../use-cloud.ts";
import { missingKeys } from "./missing-keys.ts";

const ACCOUNT = "000000000000";
const access = { action: "ssm:GetParameter", resource: "*", account: ACCOUNT, tagKey: "ssm:resourceTag" };
const session: Caller = {
  kind: "session",
  account: ACCOUNT,
  arn: "arn:aws:sts::000000000000:assumed-role/r/s",
  userId: "AROA:s",
  role: "arn:aws:iam::000000000000:role/r",
};
const user: Caller = { kind: "user", account: ACCOUNT, arn: "arn:aws:iam::000000000000:user/dev/ann", userId: "AIDA" };
const service = serviceIn("111111111111", "s3.amazonaws.com", "arn:aws:s3:::photos");
const anonymous: Caller = { kind: "anonymous", account: "", arn: "anonymous", userId: "anonymous" };
const forwarded = calledVia(calledVia(session, "cloudformation.amazonaws.com"), "cloudformation.amazonaws.com");
const CFN = ["cloudformation.amazonaws.com"];

describe("The condition keys of all services", () => {
  const lab = useCloud();
  const cases: readonly [key: string, caller: Caller, values: readonly string[] | undefined][] = [
    ["aws:PrincipalArn", session, ["arn:aws:iam::000000000000:role/r"]],
    ["aws:PrincipalArn", user, [user.arn]],
    ["aws:PrincipalArn", service, undefined],
    ["aws:PrincipalAccount", rootOf(ACCOUNT), [ACCOUNT]],
    ["aws:PrincipalType", rootOf(ACCOUNT), ["Account"]],
    ["aws:PrincipalType", session, ["AssumedRole"]],
    ["aws:PrincipalType", { ...session, federatedBy: user.arn }, ["FederatedUser"]],
    ["aws:PrincipalIsAWSService", service, ["true"]],
    ["aws:PrincipalIsAWSService", user, ["false"]],
    ["aws:PrincipalIsAWSService", anonymous, undefined],
    ["aws:PrincipalServiceName", service, ["s3.amazonaws.com"]],
    ["aws:PrincipalServiceNamesList", service, ["s3.amazonaws.com"]],
    ["aws:PrincipalServiceName", user, undefined],
    ["aws:PrincipalOrgID", user, undefined],
    ["aws:SourceVpc", user, undefined],
    ["aws:SourceAccount", service, ["111111111111"]],
    ["aws:SourceArn", service, ["arn:aws:s3:::photos"]],
    ["aws:SourceArn", user, undefined],
    ["aws:username", user, ["ann"]],
    ["aws:username", session, undefined],
    ["aws:userid", session, ["AROA:s"]],
    ["aws:ViaAWSService", session, ["false"]],
    ["aws:ViaAWSService", forwarded, ["true"]],
    ["aws:CalledVia", session, undefined],
    ["aws:CalledVia", forwarded, CFN],
    ["aws:CalledViaFirst", forwarded, CFN],
    ["aws:CalledViaLast", forwarded, CFN],
    ["aws:UserAgent", user, ["test"]],
    ["aws:Referer", user, ["http://example.com/"]],
    ["aws:SourceIp", user, ["127.0.0.1"]],
    ["aws:RequestedRegion", user, ["eu-west-1"]],
    ["aws:ResourceAccount", user, [ACCOUNT]],
    ["aws:RequestTag/Team", user, ["red"]],
    ["AWS:requesttag/team", user, ["red"]],
    ["aws:RequestTag/other", user, undefined],
    ["aws:TagKeys", user, ["team"]],
    ["aws:ResourceTag/team", user, ["blue"]],
    ["ssm:resourceTag/team", user, ["blue"]],
    ["iam:ResourceTag/team", user, undefined],
    ["ssm:Overwrite", user, ["true"]],
    ["ssm:Policies", user, undefined],
    ["ssm:Nothing", user, undefined],
    ["__proto__", user, undefined],
    ["constructor", user, undefined],
    ["constructor/x", user, undefined],
    ["__proto__/x", user, undefined],
    ["aws:RequestTag/__proto__", user, undefined],
  ];
  for (const [key, caller, values] of cases) {
    it(`have the value of AWS's: ${key} of ${caller.federatedBy ? "a federated user" : caller.via ? "a forwarded session" : caller.kind}`, () => {
      const { cloud } = lab.running;
      const http = { headers: { "user-agent": "test", referer: "http://example.com/" }, sourceIp: "127.0.0.1" };
      const input = { Tags: [{ Key: "team", Value: "red" }] };
      const asked = { ...access, tags: () => ({ team: "blue" }), keys: () => ({ "ssm:Overwrite": "true" }) };
      expect(contextOf({ caller, region: "eu-west-1", cloud, http, input }, asked).get(key)).to.deep.equal(values);
    });
  }

  it("are found when they are asked for, and not before", () => {
    const { cloud } = lab.running;
    let asked = 0;
    const counted = { ...access, keys: () => ({ "ssm:Overwrite": String(++asked) }) };
    const context = contextOf({ caller: user, region: "us-east-1", cloud }, counted);
    expect(asked).to.equal(0);
    expect(context.get("ssm:Overwrite")).to.deep.equal(["1"]);
    expect(context.get("ssm:Overwrite")).to.deep.equal(["1"]);
  });
});

describe("The condition keys of a service", () => {
  const lab = useCloud();
  const arn = "arn:aws:iam::000000000000:policy/p";
  const until = new Date(Date.now() + 9.5 * 86_400_000);
  const put = { Bucket: "photos", Key: "k" };
  const cases: readonly [ServiceName, operation: string, input: object, action: number, key: string, value: unknown][] =
    [
      ["iam", "AttachRolePolicy", { RoleName: "r", PolicyArn: arn }, 0, "iam:PolicyARN", arn],
      ["iam", "DeletePolicy", { PolicyArn: arn }, 0, "iam:PolicyARN", undefined],
      ["iam", "CreateUser", { UserName: "u", PermissionsBoundary: arn }, 0, "iam:PermissionsBoundary", arn],
      ["iam", "AttachUserPolicy", { UserName: "bounded", PolicyArn: arn }, 0, "iam:PermissionsBoundary", arn],
      [
        "sts",
        "AssumeRole",
        { RoleArn: "arn:aws:iam::000000000000:role/r", SourceIdentity: "me" },
        0,
        "sts:SourceIdentity",
        "me",
      ],
      ["ssm", "PutParameter", { Name: "a", Overwrite: true }, 0, "ssm:Overwrite", "true"],
      ["ssm", "PutParameter", { Name: "a" }, 0, "ssm:Overwrite", "false"],
      ["ssm", "GetParametersByPath", { Path: "/a", Recursive: true }, 0, "ssm:Recursive", "true"],
      ["lambda", "CreateFunction", { FunctionName: "f", Layers: ["l"], Role: "r" }, 0, "lambda:Layer", ["l"]],
      ["lambda", "CreateFunction", { FunctionName: "f", Role: "r" }, 1, "iam:PassedToService", "lambda.amazonaws.com"],
      [
        "lambda",
        "CreateFunction",
        { FunctionName: "f", Role: "r" },
        1,
        "iam:AssociatedResourceArn",
        "arn:aws:lambda:us-east-1:000000000000:function:f",
      ],
      ["lambda", "AddPermission", { FunctionName: "f", Principal: "*" }, 0, "lambda:Principal", "*"],
      [
        "lambda",
        "CreateFunctionUrlConfig",
        { FunctionName: "f", AuthType: "NONE" },
        0,
        "lambda:FunctionUrlAuthType",
        "NONE",
      ],
      [
        "lambda",
        "CreateEventSourceMapping",
        { FunctionName: "f" },
        0,
        "lambda:FunctionArn",
        "arn:aws:lambda:us-east-1:000000000000:function:f",
      ],
      ["cloudformation", "CreateStack", { StackName: "s", TemplateURL: "u" }, 0, "cloudformation:TemplateUrl", "u"],
      ["cloudformation", "CreateStack", { StackName: "s", RoleARN: "r" }, 0, "cloudformation:RoleArn", "r"],
      [
        "cloudformation",
        "CreateStack",
        { StackName: "s", ResourceTypes: ["t"] },
        0,
        "cloudformation:ResourceTypes",
        ["t"],
      ],
      [
        "cloudformation",
        "CreateChangeSet",
        { StackName: "s", ChangeSetName: "c", ResourcesToImport: [{ ResourceType: "t" }] },
        0,
        "cloudformation:ImportResourceTypes",
        ["t"],
      ],
      [
        "cloudformation",
        "DeleteChangeSet",
        { StackName: "s", ChangeSetName: "c" },
        0,
        "cloudformation:ChangeSetName",
        "c",
      ],
      ["apigateway", "CreateRestApi", { name: "n" }, 0, "apigateway:Request/ApiName", "n"],
      [
        "apigateway",
        "CreateRestApi",
        { endpointConfiguration: { types: ["REGIONAL"] } },
        0,
        "apigateway:Request/EndpointType",
        ["REGIONAL"],
      ],
      [
        "apigateway",
        "UpdateStage",
        {
          restApiId: "i",
          stageName: "s",
          patchOperations: [{ op: "replace", path: "/accessLogSettings/format", value: "f" }],
        },
        0,
        "apigateway:Request/AccessLoggingFormat",
        "f",
      ],
      [
        "apigateway",
        "PutMethod",
        { restApiId: "i", resourceId: "r", httpMethod: "GET", authorizationType: "NONE" },
        0,
        "apigateway:Request/RouteAuthorizationType",
        "NONE",
      ],
      ["apigatewayv2", "CreateApi", { Name: "n" }, 0, "apigateway:Request/ApiName", "n"],
      [
        "apigatewayv2",
        "CreateRoute",
        { ApiId: "i", AuthorizationType: "JWT" },
        0,
        "apigateway:Request/RouteAuthorizationType",
        "JWT",
      ],
      ["s3", "CreateBucket", { Bucket: "new", ACL: "private" }, 0, "s3:x-amz-acl", "private"],
      [
        "s3",
        "CreateBucket",
        { Bucket: "new", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } },
        0,
        "s3:locationconstraint",
        "eu-west-1",
      ],
      ["s3", "ListObjectsV2", { Bucket: "photos", Prefix: "p", MaxKeys: 3, Delimiter: "/" }, 0, "s3:prefix", "p"],
      ["s3", "ListObjectsV2", { Bucket: "photos", Prefix: "p", MaxKeys: 3, Delimiter: "/" }, 0, "s3:max-keys", "3"],
      ["s3", "ListObjectsV2", { Bucket: "photos", Prefix: "p", MaxKeys: 3, Delimiter: "/" }, 0, "s3:delimiter", "/"],
      ["s3", "PutObject", { ...put, StorageClass: "GLACIER" }, 0, "s3:x-amz-storage-class", "GLACIER"],
      ["s3", "PutObject", { ...put, ServerSideEncryption: "AES256" }, 0, "s3:x-amz-server-side-encryption", "AES256"],
      ["s3", "PutObject", { ...put, IfNoneMatch: "*" }, 0, "s3:if-none-match", "*"],
      ["s3", "GetObject", { ...put, IfNoneMatch: "*" }, 0, "s3:if-none-match", undefined],
      ["s3", "PutObject", put, 0, "s3:ObjectCreationOperation", "true"],
      ["s3", "UploadPart", put, 0, "s3:ObjectCreationOperation", "false"],
      ["s3", "PutObject", { ...put, Tagging: "a=1&b=2" }, 0, "s3:RequestObjectTagKeys", ["a", "b"]],
      ["s3", "PutObject", { ...put, Tagging: "a=1&b=2" }, 1, "s3:RequestObjectTag/b", "2"],
      [
        "s3",
        "PutObjectTagging",
        { ...put, Tagging: { TagSet: [{ Key: "a", Value: "1" }] } },
        0,
        "s3:RequestObjectTag/a",
        "1",
      ],
      [
        "s3",
        "PutObject",
        { ...put, ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: until },
        0,
        "s3:object-lock-mode",
        "GOVERNANCE",
      ],
      [
        "s3",
        "PutObject",
        { ...put, ObjectLockRetainUntilDate: until },
        0,
        "s3:object-lock-remaining-retention-days",
        "10",
      ],
      ["s3", "PutObjectLegalHold", { ...put, LegalHold: { Status: "ON" } }, 0, "s3:object-lock-legal-hold", "ON"],
      ["s3", "GetObject", { ...put, VersionId: "null" }, 0, "s3:VersionId", "null"],
      ["s3", "GetObject", put, 0, "s3:ResourceAccount", ACCOUNT],
      ["s3", "GetObject", put, 0, "s3:ExistingObjectTag/kind", "cat"],
      ["s3", "DeleteObject", put, 0, "s3:ExistingObjectTag/kind", undefined],
      ["s3", "GetObject", put, 0, "s3:authType", undefined],
      ["s3", "CopyObject", { ...put, CopySource: "photos/k" }, 0, "s3:x-amz-copy-source", "photos/k"],
    ];
  before(async () => {
    const { cloud } = lab.running;
    const { iam, s3 } = cloud.clients(rootOf(ACCOUNT), "us-east-1");
    await iam.CreatePolicy({
      PolicyName: "p",
      PolicyDocument: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
    });
    await iam.CreateUser({ UserName: "bounded", PermissionsBoundary: arn });
    const AssumeRolePolicyDocument =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"000000000000"},"Action":"sts:AssumeRole"}}';
    await iam.CreateRole({ RoleName: "r", AssumeRolePolicyDocument });
    await s3.CreateBucket({ Bucket: "photos" });
    await s3.PutObject({ Bucket: "photos", Key: "k", Body: "text", Tagging: "kind=cat" });
  });
  for (const [name, operation, input, action, key, value] of cases) {
    it(`is told by the request: ${key} of ${operation}`, async () => {
      const { cloud } = lab.running;
      const { definition, model, state } = await cloud.service(name);
      const context = { cloud, state, caller: user, account: ACCOUNT, region: "us-east-1", requestId: "id" };
      const asked = definition.access?.(operation, input as never, context, model.operations.get(operation)?.http);
      expect(asked?.[action]?.keys?.()[key]).to.deep.equal(value);
    });
  }

  const signatures: readonly [string, headers: Record<string, string>, query: string, string, unknown][] = [
    ["header", { authorization: "AWS4-HMAC-SHA256 Credential=…" }, "", "s3:authType", "REST-HEADER"],
    ["header", { authorization: "AWS4-HMAC-SHA256 Credential=…" }, "", "s3:signatureversion", "AWS4-HMAC-SHA256"],
    ["old header", { authorization: "AWS key:signature" }, "", "s3:signatureversion", "AWS"],
    ["query", {}, "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261121T095000Z", "s3:authType", "REST-QUERY-STRING"],
    [
      "query",
      {},
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261121T095000Z",
      "s3:signatureversion",
      "AWS4-HMAC-SHA256",
    ],
    ["header", { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }, "", "s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
    ["nothing", {}, "", "s3:signatureversion", undefined],
  ];
  for (const [where, headers, query, key, value] of signatures) {
    it(`is told by the signature in the ${where}: ${key}`, async () => {
      const { cloud } = lab.running;
      const { definition, state } = await cloud.service("s3");
      const http = {
        method: "GET",
        path: "/",
        query: new URLSearchParams(query),
        headers,
        sourceIp: "",
        responseHeaders: {},
        trailers: {},
      };
      const context = { cloud, state, caller: user, account: ACCOUNT, region: "us-east-1", requestId: "id", http };
      const [asked] = definition.access?.("GetObject", put as never, context, undefined) ?? [];
      expect(asked?.keys?.()[key]).to.equal(value);
    });
  }

  it("tells the tags of a new bucket", async () => {
    const { cloud } = lab.running;
    const { definition, state } = await cloud.service("s3");
    const context = { cloud, state, caller: user, account: ACCOUNT, region: "us-east-1", requestId: "id" };
    const input = { Bucket: "new", CreateBucketConfiguration: { Tags: [{ Key: "team", Value: "red" }] } };
    const asked = definition.access?.("CreateBucket", input as never, context, undefined) ?? [];
    expect(asked.map(({ action }) => action)).to.deep.equal(["s3:CreateBucket", "s3:TagResource"]);
    for (const access of asked) {
      const keys = contextOf({ cloud, caller: user, region: "us-east-1", input }, access);
      expect(keys.get("aws:RequestTag/team")).to.deep.equal(["red"]);
      expect(keys.get("aws:TagKeys")).to.deep.equal(["team"]);
    }
  });

  it("are those that AWS has: all operations of s3", async () => {
    const { cloud } = lab.running;
    const { definition, state } = await cloud.service("s3");
    const context = { cloud, state, caller: user, account: ACCOUNT, region: "us-east-1", requestId: "id" };
    const missing: string[] = [];
    for (const operation of Object.keys(definition.operations)) {
      const isOfObject = /Object(?!s|Lock)|Upload(?!s)|Part/.test(operation) && !/ObjectVersions/.test(operation);
      const Tagging = operation === "PutObjectTagging" ? { TagSet: [{ Key: "a", Value: "1" }] } : "a=1";
      const input = operation === "ListBuckets" ? {} : { Bucket: "photos", Tagging, ...(isOfObject && { Key: "k" }) };
      for (const one of definition.access?.(operation, input as never, context, undefined) ?? [])
        for (const key of await missingKeys(one)) missing.push(`${operation}: ${one.action} ${key}`);
    }
    expect(missing).to.deep.equal([]);
  });

  it("tells the age of a presigned URL in milliseconds", async () => {
    const { cloud } = lab.running;
    const { definition, state } = await cloud.service("s3");
    const signed = new Date(lab.clock.now() - 5000).toISOString().replace(/[-:]|\.\d+/g, "");
    const query = new URLSearchParams({ "X-Amz-Date": signed, "X-Amz-Algorithm": "AWS4-HMAC-SHA256" });
    const http = { method: "GET", path: "/", query, headers: {}, sourceIp: "", responseHeaders: {}, trailers: {} };
    const context = { cloud, state, caller: user, account: ACCOUNT, region: "us-east-1", requestId: "id", http };
    const [asked] = definition.access?.("GetObject", put as never, context, undefined) ?? [];
    expect(Number(asked?.keys?.()["s3:signatureAge"])).to.be.within(5000, 7000);
  });
});
