import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  type Runtime,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions, zip } from "../functions.ts";

const code = "export const handler = async () => process.env.GREETING ?? 'hello';";
const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

const IMAGE = "000000000000.dkr.ecr.us-east-1.amazonaws.com/none:v1";

const FILE_AND_FOLDER = await zip({ a: "file", "a/index.mjs": "" });

describe("Lambda functions", () => {
  const cloud = useCloud();
  let lab: Functions;
  let count = 0;
  /** A name that no other test uses. */
  const fresh = () => `function-${count++}`;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  describe("are created", () => {
    it("pending at first, then active, with AWS's defaults", async () => {
      const name = fresh();
      const created = await lab.create(name, code);
      expect(created).to.deep.include({ State: "Pending", StateReasonCode: "Creating", Version: "$LATEST" });
      await waitUntilFunctionActiveV2({ client: lab.lambda, maxWaitTime: 5 }, { FunctionName: name });
      const { Configuration, Code, Tags, Concurrency } = await lab.lambda.send(
        new GetFunctionCommand({ FunctionName: name }),
      );
      expect(Configuration).to.deep.include({
        FunctionName: name,
        FunctionArn: arn(name),
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: lab.role,
        Description: "",
        Timeout: 3,
        MemorySize: 128,
        State: "Active",
        LastUpdateStatus: "Successful",
        PackageType: "Zip",
        Architectures: ["x86_64"],
        EphemeralStorage: { Size: 512 },
        TracingConfig: { Mode: "PassThrough" },
        LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` },
      });
      expect(Configuration).not.to.have.property("Environment");
      expect(Configuration?.LastModified).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
      expect([Code?.RepositoryType, Tags, Concurrency]).to.deep.equal(["S3", undefined, undefined]);
    });

    it("with the version of their runtime, and variables even when there are none", async () => {
      const FunctionName = fresh();
      const created = await lab.create(FunctionName, code, { Environment: { Variables: {} } });
      const found = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      for (const shown of [created, found]) {
        expect(shown.Environment).to.deep.equal({ Variables: {} });
        expect(shown.RuntimeVersionConfig?.RuntimeVersionArn).to.match(
          /^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/,
        );
      }
    });

    it("from an archive in S3, of one version when it is named", async () => {
      const s3 = cloud.client(S3Client);
      await s3.send(new CreateBucketCommand({ Bucket: "code" }));
      const VersioningConfiguration = { Status: "Enabled" } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket: "code", VersioningConfiguration }));
      const put = async (text: string) => {
        const Body = await zip({ "index.mjs": `export const handler = async () => "${text}";` });
        return s3.send(new PutObjectCommand({ Bucket: "code", Key: "app.zip", Body }));
      };
      const { VersionId } = await put("old");
      await put("new");
      const [latest, versioned] = [fresh(), fresh()];
      await lab.create(latest, "", { Code: { S3Bucket: "code", S3Key: "app.zip" } });
      await lab.create(versioned, "", { Code: { S3Bucket: "code", S3Key: "app.zip", S3ObjectVersion: VersionId } });
      expect((await lab.invoke(latest)).answer).to.equal("new");
      expect((await lab.invoke(versioned)).answer).to.equal("old");
      const error = await failure(lab.create(fresh(), "", { Code: { S3Bucket: "code", S3Key: "no.zip" } }));
      expect(error.name).to.equal("InvalidParameterValueException");
      expect(error.message).to.match(/^Error occurred while GetObject\. S3 Error Code: NoSuchKey\. S3 Error Message: /);
    });

    it("once only, even when two ask at the same time", async () => {
      const name = fresh();
      const results = await Promise.allSettled([lab.create(name, code), lab.create(name, code)]);
      const [lost] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
      expect(results.map(({ status }) => status)).to.have.members(["fulfilled", "rejected"]);
      expect(lost).to.include({ name: "ResourceConflictException", message: `Function already exist: ${name}` });
    });

    it("with code that can be downloaded again, by whom the link was given to", async () => {
      const name = fresh();
      const ZipFile = await zip({ "index.mjs": code });
      await lab.create(name, "", { Code: { ZipFile } });
      const { Code } = await lab.lambda.send(new GetFunctionCommand({ FunctionName: name }));
      const location = String(Code?.Location);
      expect(Buffer.from(await (await fetch(location)).arrayBuffer()).equals(ZipFile)).to.equal(true);
      expect((await fetch(`${location}x`)).status).to.equal(403);
      lab.advance(cloud.clock, 11 * 60_000);
      expect((await fetch(location)).status).to.equal(403);
    });
  });

  describe("are refused", () => {
    const cases: Record<string, [changes: object, name: string, message: string | RegExp]> = {
      "with a bad name": [
        { FunctionName: "bad name" },
        "ValidationException",
        /^1 validation error detected: Value 'bad name' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
      ],
      "with a name that is too long": [
        { FunctionName: "x".repeat(65) },
        "ValidationException",
        /length less than or equal to 64$/,
      ],
      "with too little memory": [
        { MemorySize: 127 },
        "ValidationException",
        "1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
      ],
      "with too much memory": [{ MemorySize: 10_241 }, "ValidationException", /less than or equal to 10240$/],
      "with no time": [{ Timeout: 0 }, "ValidationException", /greater than or equal to 1$/],
      "with too much time": [{ Timeout: 901 }, "ValidationException", /less than or equal to 900$/],
      "with an unknown runtime": [
        { Runtime: "nodejs99.x" },
        "InvalidParameterValueException",
        /^Value nodejs99\.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*\] or be a valid ARN$/,
      ],
      "without a handler": [
        { Handler: undefined },
        "InvalidParameterValueException",
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
      ],
      "with something else than a role": [{ Role: "admin" }, "ValidationException", /Value 'admin' at 'role'/],
      "with a role that does not exist": [
        { Role: "arn:aws:iam::000000000000:role/nobody" },
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
      ],
      "with another account's role": [
        { Role: "arn:aws:iam::111111111111:role/theirs" },
        "AccessDeniedException",
        "Cross-account pass role is not allowed.",
      ],
      "with an environment variable of the platform": [
        { Environment: { Variables: { AWS_REGION: "here" } } },
        "InvalidParameterValueException",
        /reserved keys that are currently not supported for modification\. Reserved keys used in this request: AWS_REGION$/,
      ],
      "with a bad name of a variable": [
        { Environment: { Variables: { "1A": "b" } } },
        "ValidationException",
        /'environment\.variables'/,
      ],
      "with more than 4 KB of variables": [
        { Environment: { Variables: { LONG: "x".repeat(4090) } } },
        "InvalidParameterValueException",
        /exceeded the 4KB limit\. String measured: \{"LONG":"x+"\}$/,
      ],
      "with NUL in a variable": [
        { Environment: { Variables: { GREETING: "hel\0lo" } } },
        "InvalidParameterValueException",
        /contains values with the character NUL: GREETING$/,
      ],
      "with NUL in the handler": [{ Handler: "index\0.handler" }, "ValidationException", /at 'handler'/],
      "with a file that is a folder as well": [
        { Code: { ZipFile: FILE_AND_FOLDER } },
        "InvalidParameterValueException",
        "Could not unzip uploaded file. Please check your file, then try to upload again.",
      ],
      "without code": [{ Code: {} }, "InvalidParameterValueException", "Please provide a source for function code."],
      "with code that is no archive": [
        { Code: { ZipFile: Buffer.from("no zip") } },
        "InvalidParameterValueException",
        "Could not unzip uploaded file. Please check your file, then try to upload again.",
      ],
      "with tags of AWS": [{ Tags: { "aws:mine": "no" } }, "InvalidParameterValueException", /reserved/],
      "as an image, without one": [
        { PackageType: "Image" },
        "InvalidParameterValueException",
        /Please provide ImageUri/,
      ],
      "as an image, with a runtime": [
        { PackageType: "Image", Code: { ImageUri: IMAGE } },
        "InvalidParameterValueException",
        /not supported for functions created with container images/,
      ],
      "with an image that is not there": [
        { PackageType: "Image", Code: { ImageUri: IMAGE }, Runtime: undefined, Handler: undefined },
        "InvalidParameterValueException",
        `Source image ${IMAGE} does not exist. Provide a valid source image.`,
      ],
      "with an address that is none of an image": [
        { PackageType: "Image", Code: { ImageUri: "nginx" }, Runtime: undefined, Handler: undefined },
        "InvalidParameterValueException",
        "Source image nginx is not valid. Provide a valid source image.",
      ],
    };
    for (const [name, [changes, type, message]] of Object.entries(cases)) {
      it(name, async () => {
        const FunctionName = fresh();
        const error = await failure(lab.create(FunctionName, code, changes));
        expect(error.name).to.equal(type);
        if (typeof message === "string") expect(error.message).to.equal(message);
        else expect(error.message).to.match(message);
        const missing = await failure(lab.lambda.send(new GetFunctionCommand({ FunctionName })));
        expect(missing.name).to.equal("ResourceNotFoundException");
      });
    }
  });

  describe("are named", () => {
    const forms = (name: string) => [
      name,
      arn(name),
      `000000000000:function:${name}`,
      `function:${name}`,
      `${name}:$LATEST`,
    ];

    it("by name, partial ARN and ARN", async () => {
      const name = fresh();
      await lab.create(name, code);
      for (const FunctionName of forms(name)) {
        const found = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        const qualifier = FunctionName.endsWith(":$LATEST") ? ":$LATEST" : "";
        expect(found.FunctionArn, FunctionName).to.equal(`${arn(name)}${qualifier}`);
      }
    });

    for (const [FunctionName, type, message] of [
      ["nobody", "ResourceNotFoundException", `Function not found: ${arn("nobody")}`],
      ["nobody:live", "ResourceNotFoundException", `Function not found: ${arn("nobody")}:live`],
      [
        "arn:aws:lambda:eu-west-1:000000000000:function:app",
        "ResourceNotFoundException",
        "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
      ],
      [
        "arn:aws:lambda:us-east-1:111111111111:function:app",
        "AccessDeniedException",
        "User: arn:aws:iam::000000000000:root is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:us-east-1:111111111111:function:app",
      ],
    ] as const) {
      it(`but not found as ${FunctionName}`, async () => {
        const error = await failure(lab.lambda.send(new GetFunctionCommand({ FunctionName })));
        expect(error).to.include({ name: type, message });
      });
    }

    it("but not with two qualifiers", async () => {
      const input = { FunctionName: "app:one", Qualifier: "two" };
      expect((await failure(lab.lambda.send(new GetFunctionCommand(input)))).name).to.equal(
        "InvalidParameterValueException",
      );
    });
  });

  describe("are updated", () => {
    it("with new code, which the next event runs", async () => {
      const name = fresh();
      const { RevisionId, CodeSha256 } = await lab.create(name, code);
      expect((await lab.invoke(name)).answer).to.equal("hello");
      const ZipFile = await zip({ "index.mjs": "export const handler = async () => 'changed';" });
      const updated = await lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
      expect(updated.LastUpdateStatus).to.equal("InProgress");
      expect([updated.RevisionId, updated.CodeSha256]).not.to.include.oneOf([RevisionId, CodeSha256]);
      expect((await lab.invoke(name)).answer).to.equal("changed");
    });

    it("with a new configuration, which the next event sees; what is not given stays", async () => {
      const FunctionName = fresh();
      await lab.create(FunctionName, code, { Description: "stays", Environment: { Variables: { GREETING: "hi" } } });
      expect((await lab.invoke(FunctionName)).answer).to.equal("hi");
      const update = (changes: object) =>
        lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...changes }));
      await update({ Environment: { Variables: { GREETING: "hey" } }, Timeout: 20 });
      expect((await lab.invoke(FunctionName)).answer).to.equal("hey");
      await update({ Environment: {} });
      expect((await lab.invoke(FunctionName)).answer).to.equal("hello");
      const now = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      expect(now).to.deep.include({
        Timeout: 20,
        Description: "stays",
        State: "Active",
        LastUpdateStatus: "Successful",
      });
      expect(now.Environment).to.deep.equal({ Variables: {} });
    });

    it("in progress at first, in AWS's words; each state is a revision", async () => {
      const FunctionName = fresh();
      const read = () => lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const created = await lab.create(FunctionName, code);
      const active = await read();
      const updated = await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 4 }));
      expect(updated).to.deep.include({
        State: "Active",
        LastUpdateStatus: "InProgress",
        LastUpdateStatusReason: "The function is being created.",
        LastUpdateStatusReasonCode: "Creating",
      });
      const revisions = [created, active, updated, await read()].map(({ RevisionId }) => RevisionId);
      expect(new Set(revisions).size).to.equal(4);
    });

    it("only when the caller knows the latest revision", async () => {
      const FunctionName = fresh();
      await lab.create(FunctionName, code);
      const { RevisionId } = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const update = (changes: object) =>
        lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...changes }));
      await update({ RevisionId, Timeout: 4 });
      expect((await failure(update({ RevisionId, Timeout: 5 }))).name).to.equal("PreconditionFailedException");
      expect((await update({ Description: "" })).Timeout).to.equal(4);
    });

    it("not at all when the update is refused, or a dry run", async () => {
      const FunctionName = fresh();
      const { CodeSha256 } = await lab.create(FunctionName, code);
      const update = (changes: object) => lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ...changes }));
      expect((await failure(update({ ZipFile: Buffer.from("no zip") }))).name).to.equal(
        "InvalidParameterValueException",
      );
      const dry = await update({ ZipFile: await zip({ "index.mjs": "1" }), DryRun: true });
      expect(dry.CodeSha256).not.to.equal(CodeSha256);
      const now = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      expect(now.CodeSha256).to.equal(CodeSha256);
    });

    it("while they are invoked, without an event lost", async () => {
      const FunctionName = fresh();
      await lab.create(FunctionName, code);
      const updates = (async () => {
        for (const text of ["a", "b", "c", "d"]) {
          const ZipFile = await zip({ "index.mjs": `export const handler = async () => "${text}";` });
          await lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
        }
      })();
      const answers = await Promise.all(Array.from({ length: 12 }, () => lab.invoke(FunctionName)));
      for (const { answer, FunctionError } of answers) {
        expect(FunctionError).to.equal(undefined);
        expect(answer).to.be.oneOf(["hello", "a", "b", "c", "d"]);
      }
      await updates;
      expect((await lab.invoke(FunctionName)).answer).to.equal("d");
    });
  });

  it("are listed in pages, by name, without their state", async () => {
    const credentials = { accessKeyId: "222222222222", secretAccessKey: "test" };
    const account = cloud.client(LambdaClient, { credentials });
    const iam = cloud.client(IAMClient, { credentials });
    expect((await account.send(new ListFunctionsCommand({}))).Functions).to.deep.equal([]);
    const statement = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "own", AssumeRolePolicyDocument }));
    const ZipFile = await zip({ "index.mjs": code });
    for (const FunctionName of ["b", "a", "c"]) {
      const input = {
        FunctionName,
        Role: Role?.Arn,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile },
      } as const;
      await account.send(new CreateFunctionCommand(input));
    }
    const first = await account.send(new ListFunctionsCommand({ MaxItems: 2 }));
    const second = await account.send(new ListFunctionsCommand({ MaxItems: 2, Marker: first.NextMarker }));
    expect(first.Functions?.map(({ FunctionName }) => FunctionName)).to.deep.equal(["a", "b"]);
    expect(second.Functions?.map(({ FunctionName }) => FunctionName)).to.deep.equal(["c"]);
    expect(second.NextMarker).to.equal(undefined);
    expect(first.Functions?.[0]).not.to.have.any.keys("State", "LastUpdateStatus");
  });

  it("have one version, and no code signing", async () => {
    const FunctionName = fresh();
    await lab.create(FunctionName, code);
    const { Versions } = await lab.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions?.map((version) => [version.Version, version.FunctionArn])).to.deep.equal([
      ["$LATEST", `${arn(FunctionName)}:$LATEST`],
    ]);
    const signing = await lab.lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
    expect(signing).to.include({ FunctionName, CodeSigningConfigArn: "" });
  });

  it("are deleted, once", async () => {
    const FunctionName = fresh();
    await lab.create(FunctionName, code);
    const whole = new DeleteFunctionCommand({ FunctionName });
    const latest = new DeleteFunctionCommand({ FunctionName, Qualifier: "$LATEST" });
    expect((await failure(lab.lambda.send(latest))).name).to.equal("InvalidParameterValueException");
    expect((await lab.lambda.send(whole)).$metadata.httpStatusCode).to.equal(204);
    expect((await failure(lab.lambda.send(whole))).message).to.equal(`Function not found: ${arn(FunctionName)}`);
    expect((await failure(lab.invoke(FunctionName))).name).to.equal("ResourceNotFoundException");
    await lab.create(FunctionName, "export const handler = async () => 'again';");
    expect((await lab.invoke(FunctionName)).answer).to.equal("again");
  });

  it("carry tags", async () => {
    const name = fresh();
    await lab.create(name, code, { Tags: { team: "a", stage: "test" } });
    const Resource = arn(name);
    await lab.lambda.send(new TagResourceCommand({ Resource, Tags: { team: "b", cost: "1" } }));
    await lab.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["stage"] }));
    expect((await lab.lambda.send(new ListTagsCommand({ Resource }))).Tags).to.deep.equal({ team: "b", cost: "1" });
    const { Tags } = await lab.lambda.send(new GetFunctionCommand({ FunctionName: name }));
    expect(Tags).to.deep.equal({ team: "b", cost: "1" });
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`tag${i}`, ""]));
    const error = await failure(lab.lambda.send(new TagResourceCommand({ Resource, Tags: many })));
    expect(error.name).to.equal("InvalidParameterValueException");
    const nobody = new TagResourceCommand({ Resource: arn("nobody"), Tags: {} });
    expect((await failure(lab.lambda.send(nobody))).name).to.equal("ResourceNotFoundException");
  });

  it("carry tags, which their versions don't", async () => {
    const name = fresh();
    await lab.create(name, code);
    for (const Resource of [`${arn(name)}:$LATEST`, `${arn(name)}:1`, `${arn(name)}:live`]) {
      const calls = [
        () => lab.lambda.send(new TagResourceCommand({ Resource, Tags: { a: "1" } })),
        () => lab.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["a"] })),
        () => lab.lambda.send(new ListTagsCommand({ Resource })),
      ];
      for (const call of calls) {
        expect(await failure(call())).to.include({
          name: "InvalidParameterValueException",
          message: "Tags on function aliases and versions are not supported. Please specify a function ARN.",
        });
      }
    }
  });

  it("answer honestly when this machine can't run them", async () => {
    const name = fresh();
    await lab.create(name, code, { Runtime: "java21" as Runtime, Handler: "example.Handler" });
    const { FunctionError, answer } = await lab.invoke(name);
    expect(FunctionError).to.equal("Unhandled");
    expect(answer.errorMessage).to.equal(
      "Skylab can't run functions of the runtime java21: it runs nodejs and provided ones, and those of Python where the host has python3.",
    );
  });

  it("take code only of 50 MB, and of 250 MB unzipped", async function () {
    this.timeout(60_000);
    const name = fresh();
    const input = { FunctionName: name, Role: lab.role, Runtime: "nodejs22.x", Handler: "index.handler" } as const;
    const create = (ZipFile: Buffer) =>
      failure(lab.lambda.send(new CreateFunctionCommand({ ...input, Code: { ZipFile } })));
    const large = await create(Buffer.alloc(52_700_000));
    expect(large).to.include({
      name: "RequestEntityTooLargeException",
      message: "Request must be smaller than 70167211 bytes for the CreateFunction operation",
    });
    const bomb = await create(await zip({ "zeroes.bin": Buffer.alloc(262_144_001) }));
    expect(bomb.message).to.equal("Unzipped size must be smaller than 262144000 bytes");
  });
});
