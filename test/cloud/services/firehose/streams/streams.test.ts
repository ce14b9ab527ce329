import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useFirehose } from "../use-firehose.ts";

describe("Delivery streams", () => {
  const lab = useFirehose();
  const describeStream = async (DeliveryStreamName: string) =>
    (await lab.firehose.describeDeliveryStream({ DeliveryStreamName })).DeliveryStreamDescription;

  it("are active with AWS's defaults as soon as they are made", async () => {
    const name = await lab.stream({}, { Tags: [{ Key: "team", Value: "a" }] });
    const found = await describeStream(name);
    expect(found).to.include({
      DeliveryStreamARN: `arn:aws:firehose:us-east-1:000000000000:deliverystream/${name}`,
      DeliveryStreamStatus: "ACTIVE",
      DeliveryStreamType: "DirectPut",
      VersionId: "1",
      HasMoreDestinations: false,
    });
    expect(found?.DeliveryStreamEncryptionConfiguration).to.deep.equal({ Status: "DISABLED" });
    const [destination] = found?.Destinations ?? [];
    expect(destination?.DestinationId).to.equal("destinationId-000000000001");
    const basics = {
      RoleARN: lab.role,
      BucketARN: `arn:aws:s3:::${name}`,
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
      CompressionFormat: "UNCOMPRESSED",
      EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
      CloudWatchLoggingOptions: { Enabled: false },
    };
    expect(destination?.S3DestinationDescription).to.deep.equal(basics);
    expect(destination?.ExtendedS3DestinationDescription).to.deep.equal({
      ...basics,
      ProcessingConfiguration: { Enabled: false, Processors: [] },
      S3BackupMode: "Disabled",
      DataFormatConversionConfiguration: { Enabled: false },
    });
    const { Tags } = await lab.firehose.listTagsForDeliveryStream({ DeliveryStreamName: name });
    expect(Tags).to.deep.equal([{ Key: "team", Value: "a" }]);
  });

  it("are listed by name, ten at a time, and are gone when they are deleted", async () => {
    const eu = lab.client((await import("@aws-sdk/client-firehose")).Firehose, { region: "eu-west-1" });
    const BucketARN = `arn:aws:s3:::${await lab.stream()}`;
    const ExtendedS3DestinationConfiguration = { RoleARN: lab.role, BucketARN };
    for (let number = 10; number < 22; number++)
      await eu.createDeliveryStream({ DeliveryStreamName: `s${number}`, ExtendedS3DestinationConfiguration });
    const first = await eu.listDeliveryStreams({});
    expect(first).to.deep.include({ HasMoreDeliveryStreams: true });
    expect(first.DeliveryStreamNames).to.have.length(10);
    const rest = await eu.listDeliveryStreams({ ExclusiveStartDeliveryStreamName: "s19" });
    expect(rest.DeliveryStreamNames).to.deep.equal(["s20", "s21"]);
    await eu.deleteDeliveryStream({ DeliveryStreamName: "s20" });
    const gone = await failure(eu.describeDeliveryStream({ DeliveryStreamName: "s20" }));
    expect(gone).to.include({
      name: "ResourceNotFoundException",
      message: "Firehose s20 under account 000000000000 not found.",
    });
  });

  it("are refused with AWS's errors when they can't be", async () => {
    const name = await lab.stream();
    const attempt = (input: object) =>
      failure(lab.firehose.createDeliveryStream({ DeliveryStreamName: "refused", ...input } as never));
    const s3 = { RoleARN: lab.role, BucketARN: `arn:aws:s3:::${name}` };
    const again = await attempt({ DeliveryStreamName: name, ExtendedS3DestinationConfiguration: s3 });
    expect(again).to.include({
      name: "ResourceInUseException",
      message: `Firehose ${name} under accountId 000000000000 already exists`,
    });
    expect(await attempt({})).to.include({
      name: "InvalidArgumentException",
      message: "Exactly one destination configuration is supported for a Firehose",
    });
    const splunk = { HECEndpoint: "https://a", HECEndpointType: "Raw", HECToken: "t", S3Configuration: s3 };
    const absent = await attempt({ SplunkDestinationConfiguration: splunk });
    expect(absent).to.include({ name: "NotImplemented" });
    expect(absent.message).to.contain("Splunk");
    const of = (settings: object) => attempt({ ExtendedS3DestinationConfiguration: { ...s3, ...settings } });
    expect((await of({ DataFormatConversionConfiguration: { Enabled: true } })).name).to.equal("NotImplemented");
    for (const [settings, message] of [
      [
        { Prefix: "a/!{timestamp:yyyy}/" },
        "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.",
      ],
      [{ Prefix: "!{partitionKeyFromQuery:a}/", ErrorOutputPrefix: "e/" }, /^Dynamic Partitioning Namespaces can only/],
      [{ Prefix: "!{other:a}/", ErrorOutputPrefix: "e/" }, /^The sequence !\{/],
      [{ ErrorOutputPrefix: "!{timestamp:yyyy}/" }, /^ErrorOutputPrefix must contain/],
      [{ Prefix: "!{timestamp:yyyy-nn}/", ErrorOutputPrefix: "e/" }, /the letter n is not supported/],
      [{ BufferingHints: { SizeInMBs: 1 } }, /^Both BufferSizeInMBs/],
      [{ CustomTimeZone: "Moon/Base" }, /time zone/],
      [{ S3BackupMode: "Enabled" }, /^S3BackupConfiguration is required/],
    ] as const) {
      const refused = await of(settings);
      expect(refused.name, JSON.stringify(settings)).to.equal("InvalidArgumentException");
      expect(refused.message).to.match(message instanceof RegExp ? message : new RegExp(`^${message}$`));
    }
    const nobody = await of({ RoleARN: "arn:aws:iam::000000000000:role/nobody" });
    expect(nobody.message).to.equal(
      "Firehose is unable to assume role arn:aws:iam::000000000000:role/nobody. Please check the role provided.",
    );
  });

  it("change their destination by version, and keep what an update leaves out", async () => {
    const DeliveryStreamName = await lab.stream({ Prefix: "a/" });
    const update = (
      version: string,
      ExtendedS3DestinationUpdate: object,
      DestinationId = "destinationId-000000000001",
    ) =>
      lab.firehose.updateDestination({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId: version,
        DestinationId,
        ExtendedS3DestinationUpdate,
      });
    await update("1", { CompressionFormat: "GZIP" });
    const found = await describeStream(DeliveryStreamName);
    expect(found?.VersionId).to.equal("2");
    expect(found?.LastUpdateTimestamp).to.be.instanceOf(Date);
    expect(found?.Destinations?.[0]?.ExtendedS3DestinationDescription).to.include({
      Prefix: "a/",
      CompressionFormat: "GZIP",
    });
    const late = await failure(update("1", { Prefix: "b/" }));
    expect(late.name).to.equal("ConcurrentModificationException");
    const other = await failure(update("2", { Prefix: "b/" }, "destinationId-000000000009"));
    expect(other.message).to.equal("Destination Id destinationId-000000000009 not found");
  });

  it("keep tags and their encryption", async () => {
    const DeliveryStreamName = await lab.stream();
    await lab.firehose.tagDeliveryStream({
      DeliveryStreamName,
      Tags: [
        { Key: "b", Value: "2" },
        { Key: "a", Value: "1" },
      ],
    });
    await lab.firehose.untagDeliveryStream({ DeliveryStreamName, TagKeys: ["b"] });
    const { Tags, HasMoreTags } = await lab.firehose.listTagsForDeliveryStream({ DeliveryStreamName });
    expect({ Tags, HasMoreTags }).to.deep.equal({ Tags: [{ Key: "a", Value: "1" }], HasMoreTags: false });
    const many = Array.from({ length: 50 }, (_, number) => ({ Key: `k${number}`, Value: "v" }));
    const refused = await failure(lab.firehose.tagDeliveryStream({ DeliveryStreamName, Tags: many }));
    expect(refused.name).to.equal("LimitExceededException");
    await lab.firehose.startDeliveryStreamEncryption({ DeliveryStreamName });
    const found = await describeStream(DeliveryStreamName);
    expect(found?.DeliveryStreamEncryptionConfiguration).to.deep.equal({
      KeyType: "AWS_OWNED_CMK",
      Status: "ENABLED",
    });
    const { Encrypted } = await lab.firehose.putRecord({ DeliveryStreamName, Record: { Data: Buffer.from("x") } });
    expect(Encrypted).to.equal(true);
  });

  it("are made only by who may pass their role, and are seen by nobody else", async () => {
    const iam = lab.client(IAM);
    await iam.createUser({ UserName: "maker" });
    const Statement = { Effect: "Allow", Action: "firehose:*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putUserPolicy({ UserName: "maker", PolicyName: "p", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName: "maker" });
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const { Firehose } = await import("@aws-sdk/client-firehose");
    const maker = lab.client(Firehose, { credentials });
    const S3 = { RoleARN: lab.role, BucketARN: "arn:aws:s3:::any" };
    const create = maker.createDeliveryStream({ DeliveryStreamName: "m", ExtendedS3DestinationConfiguration: S3 });
    expect((await failure(create)).message).to.contain("iam:PassRole");
    const stranger = lab.client(Firehose, { credentials: { accessKeyId: "111122223333", secretAccessKey: "test" } });
    expect((await stranger.listDeliveryStreams({})).DeliveryStreamNames).to.deep.equal([]);
  });
});
