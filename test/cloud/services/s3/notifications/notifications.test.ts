import { AddPermissionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import { failure } from "../../../use-cloud.ts";
import { Functions } from "../../lambda/functions.ts";
import { useS3 } from "../use-s3.ts";

const HEARD = "console.log('heard ' + JSON.stringify(event))";
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe("Notifications of buckets", () => {
  const suite = useS3();
  let functions: Functions;
  let count = 0;
  before(async () => {
    functions = new Functions(suite.cloud.endpoint);
    await functions.makeRole();
  });
  after(() => functions.destroy());

  const permit = (FunctionName: string, SourceArn?: string) =>
    functions.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "s3",
        Action: "lambda:InvokeFunction",
        Principal: "s3.amazonaws.com",
        ...(SourceArn && { SourceArn, SourceAccount: "000000000000" }),
      }),
    );
  const configure = (Bucket: string, NotificationConfiguration: NotificationConfiguration, Skip = false) =>
    suite.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration,
        SkipDestinationValidation: Skip,
      }),
    );
  const to = (name: string, changes: Partial<LambdaFunctionConfiguration> = {}) => ({
    LambdaFunctionConfigurations: [
      { LambdaFunctionArn: arnOf(name), Events: ["s3:ObjectCreated:*" as const], Id: "rule", ...changes },
    ],
  });
  /** A bucket, and a function that may hear of it. */
  const listener = async (): Promise<[bucket: string, name: string]> => {
    const name = `listener-${++count}`;
    await functions.create(name, `export const handler = async (event) => { ${HEARD}; };`);
    const bucket = await suite.bucket();
    await permit(name, `arn:aws:s3:::${bucket}`);
    return [bucket, name];
  };
  /** The records that a function got, when it has got this many. */
  const heard = async (name: string, times: number) => {
    const lines = (await functions.logged(name, "heard ", times)).filter((line) => line.includes("heard "));
    return lines.flatMap((line) => JSON.parse(line.slice(line.indexOf("heard ") + 6)).Records);
  };

  it("tell a form's upload from others", async () => {
    const [bucket, name] = await listener();
    await configure(bucket, to(name, { Events: ["s3:ObjectCreated:Post"] }));
    await suite.put(bucket, "put", "1");
    const { url, fields } = await createPresignedPost(suite.s3, { Bucket: bucket, Key: "posted" });
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    form.append("file", new Blob(["12345"]));
    await fetch(url, { method: "POST", body: form });
    const [record] = await heard(name, 1);
    expect(record.eventName).to.equal("ObjectCreated:Post");
    expect(record.s3.object).to.deep.include({ key: "posted", size: 5 });
  });

  it("tell a function what happened, in S3's own form", async () => {
    const [bucket, name] = await listener();
    await configure(bucket, to(name));
    const { ETag } = await suite.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "a b/ü+.txt", Body: "12345" }));
    const [record] = await heard(name, 1);
    expect(record).to.deep.include({
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: "AWS:000000000000" },
    });
    expect(record.s3).to.deep.include({
      s3SchemaVersion: "1.0",
      configurationId: "rule",
      bucket: { name: bucket, ownerIdentity: { principalId: "000000000000" }, arn: `arn:aws:s3:::${bucket}` },
    });
    expect(record.s3.object).to.deep.include({ key: "a+b/%C3%BC%2B.txt", size: 5, eTag: ETag?.slice(1, -1) });
    expect(record.s3.object.sequencer).to.match(/^[0-9A-F]{18}$/);
    expect(record.requestParameters.sourceIPAddress).to.match(/127\.0\.0\.1/);
    expect(new Date(record.eventTime).toISOString()).to.equal(record.eventTime);
  });

  it("are a part of the request that caused them, each of its own", async () => {
    const [bucket, name] = await listener();
    await configure(bucket, to(name));
    const keys = ["a", "b", "c", "d"];
    // At the same time, closer together than requests arrive.
    const { s3 } = suite.cloud.running.cloud.clients(rootOf("000000000000"), "us-east-1");
    await Promise.all(keys.map((Key) => s3.PutObject({ Bucket: bucket, Key, Body: Key })));
    await heard(name, keys.length);
    const { spans } = suite.cloud.running.cloud.trace;
    const put = spans.filter(({ operation, input }) => operation === "PutObject" && Object(input).Bucket === bucket);
    expect(put).to.have.length(keys.length);
    const told = spans.filter(
      ({ operation, caller, input }) =>
        operation === "Invoke" &&
        caller === "s3.amazonaws.com" &&
        Object(input).FunctionName === arnOf(name) &&
        Object(input).InvocationType === "Event",
    );
    expect(told.map(({ parent }) => parent)).to.have.members(put.map(({ id }) => id));
  });

  it("tell of copies, deletions, markers and tags", async () => {
    const [Bucket, name] = await listener();
    const Events = ["s3:ObjectCreated:Copy", "s3:ObjectRemoved:*", "s3:ObjectTagging:*"] as const;
    await configure(Bucket, to(name, { Events: [...Events] }));
    await suite.put(Bucket, "a", "1");
    await suite.s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource: `${Bucket}/a` }));
    await suite.s3.send(
      new PutObjectTaggingCommand({ Bucket, Key: "b", Tagging: { TagSet: [{ Key: "k", Value: "v" }] } }),
    );
    await suite.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "a" }, { Key: "not there" }] } }),
    );
    await suite.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const { VersionId } = await suite.s3.send(new DeleteObjectCommand({ Bucket, Key: "b" }));
    const records = await heard(name, 4);
    const told = records.map(({ eventName, s3 }) => `${eventName} ${s3.object.key}`);
    expect(told.sort()).to.deep.equal([
      "ObjectCreated:Copy b",
      "ObjectRemoved:Delete a",
      "ObjectRemoved:DeleteMarkerCreated b",
      "ObjectTagging:Put b",
    ]);
    const marker = records.find(({ eventName }) => eventName.endsWith("MarkerCreated"));
    expect(marker.s3.object.versionId).to.equal(VersionId);
  });

  it("tell of what a filter lets through", async () => {
    const [bucket, name] = await listener();
    const FilterRules = [
      { Name: "prefix" as const, Value: "in/" },
      { Name: "suffix" as const, Value: ".jpg" },
    ];
    await configure(bucket, to(name, { Filter: { Key: { FilterRules } } }));
    for (const key of ["a.jpg", "in/a.png", "in/a.jpg"]) await suite.put(bucket, key);
    expect((await heard(name, 1)).map(({ s3 }) => s3.object.key)).to.deep.equal(["in/a.jpg"]);
    const { LambdaFunctionConfigurations = [] } = await suite.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    expect(LambdaFunctionConfigurations[0]?.Filter?.Key?.FilterRules?.map(({ Name }) => Name as string)).to.deep.equal([
      "Prefix",
      "Suffix",
    ]);
  });

  it("end with the configuration", async () => {
    const [bucket, name] = await listener();
    await configure(bucket, to(name));
    await configure(bucket, {});
    await suite.put(bucket, "a");
    const { $metadata: _, ...answer } = await suite.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    expect(answer).to.deep.equal({});
    await functions.lambda.send(new InvokeCommand({ FunctionName: name, Payload: '{"Records":["direct"]}' }));
    expect(await heard(name, 1)).to.deep.equal(["direct"]);
  });

  describe("are refused", () => {
    const refused = async (change: (name: string) => NotificationConfiguration) => {
      const [bucket, name] = await listener();
      const error = await failure(configure(bucket, change(name)));
      const { LambdaFunctionConfigurations } = await suite.s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
      );
      expect(LambdaFunctionConfigurations).to.equal(undefined);
      return error;
    };
    const two = (name: string, one: object, other: object): NotificationConfiguration => ({
      LambdaFunctionConfigurations: [one, other].map((change, i) => ({
        ...(to(name).LambdaFunctionConfigurations[0] as LambdaFunctionConfiguration),
        Id: String(i),
        ...change,
      })),
    });
    const rule = (Name: string, Value = "x") => ({
      Filter: { Key: { FilterRules: [{ Name: Name as "prefix", Value }] } },
    });
    for (const [what, change, message] of [
      ["that overlap", (name: string) => two(name, {}, rule("prefix")), /^Configurations overlap\./],
      [
        "that share an id",
        (name: string) => two(name, { Id: "a" }, { Id: "a", Events: ["s3:ObjectRemoved:*"] }),
        /unique/,
      ],
      [
        "of events that there are not",
        (name: string) => to(name, { Events: ["s3:Nothing" as never] }),
        /not supported/,
      ],
      [
        "with filters that there are not",
        (name: string) => to(name, rule("middle")),
        /must be either prefix or suffix/,
      ],
      ["to what is no ARN", (name: string) => to(name, { LambdaFunctionArn: "someone" }), /could not be parsed/],
      [
        "to a function that is not there",
        () => to("nobody"),
        /^Unable to validate the following destination configurations$/,
      ],
      [
        "to a queue that is not there",
        () => ({
          QueueConfigurations: [
            { QueueArn: "arn:aws:sqs:us-east-1:000000000000:q", Events: ["s3:ObjectCreated:*" as const] },
          ],
        }),
        /^Unable to validate the following destination configurations$/,
      ],
    ] as const) {
      it(what, async () => {
        const error = await refused(change);
        expect(error.name).to.equal("InvalidArgument");
        expect(error.message).to.match(message);
      });
    }

    it("to a function that lets another bucket in, unless nobody is to look", async () => {
      const bucket = await suite.bucket();
      const name = `listener-${++count}`;
      await functions.create(name, "export const handler = async () => {};");
      expect((await failure(configure(bucket, to(name)))).message).to.match(/^Unable to validate/);
      await permit(name, "arn:aws:s3:::another-bucket");
      expect((await failure(configure(bucket, to(name)))).message).to.match(/^Unable to validate/);
      await configure(bucket, to(name), true);
    });
  });
});
