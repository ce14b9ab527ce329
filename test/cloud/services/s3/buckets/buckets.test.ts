import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  paginateListBuckets,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 buckets", () => {
  const suite = useS3();
  const inRegion = (region: string) => suite.cloud.client(S3Client, { region });
  const ofAccount = (account: string) =>
    suite.cloud.client(S3Client, { credentials: { accessKeyId: account, secretAccessKey: "test" } });

  it("are made, found, listed and deleted", async () => {
    const { s3 } = suite;
    await s3.send(new CreateBucketCommand({ Bucket: "first-bucket" }));
    expect((await s3.send(new HeadBucketCommand({ Bucket: "first-bucket" }))).BucketRegion).to.equal("us-east-1");
    const { Buckets, Owner } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).to.include("first-bucket");
    expect(Owner?.ID).to.match(/^[0-9a-f]{64}$/);
    await s3.send(new DeleteBucketCommand({ Bucket: "first-bucket" }));
    const gone = await failure(s3.send(new HeadBucketCommand({ Bucket: "first-bucket" })));
    expect(gone.$metadata?.httpStatusCode).to.equal(404);
  });

  for (const Bucket of [
    "ab",
    "Upper",
    "under_score",
    "a..b",
    "192.168.5.4",
    "-a-b",
    "xn--abc",
    "a-s3alias",
    "a".repeat(64),
  ]) {
    it(`refuse the name ${Bucket}`, async () => {
      const error = await failure(suite.s3.send(new CreateBucketCommand({ Bucket })));
      expect(error).to.include({ name: "InvalidBucketName", message: "The specified bucket is not valid." });
    });
  }

  it("belong to one account in the whole cloud", async () => {
    await suite.s3.send(new CreateBucketCommand({ Bucket: "taken-name" }));
    const other = ofAccount("111122223333");
    const taken = await failure(other.send(new CreateBucketCommand({ Bucket: "taken-name" })));
    expect(taken).to.include({ name: "BucketAlreadyExists" });
    expect(taken.$metadata?.httpStatusCode).to.equal(409);
    const denied = await failure(other.send(new HeadBucketCommand({ Bucket: "taken-name" })));
    expect(denied.$metadata?.httpStatusCode).to.equal(403);
    expect((await other.send(new ListBucketsCommand({}))).Buckets ?? []).to.deep.equal([]);
  });

  it("are told with the content type of a document, and the name of S3's server", async () => {
    const { headers } = await sendSigned(suite.cloud.endpoint, { method: "HEAD", path: `/${await suite.bucket()}` });
    expect(headers).to.include({ "content-type": "application/xml", server: "AmazonS3" });
  });

  it("may be made with tags, and lose them all", async () => {
    const Bucket = "made-with-tags";
    const Tags = [{ Key: "a", Value: "b" }];
    await suite.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags } }));
    const tags = () => suite.s3.send(new GetBucketTaggingCommand({ Bucket }));
    expect((await tags()).TagSet).to.deep.equal(Tags);
    const put = (TagSet: typeof Tags) => suite.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await put(Tags)).$metadata.httpStatusCode).to.equal(204);
    await put([]);
    expect((await failure(tags())).name).to.equal("NoSuchTagSet");
    const twice = { CreateBucketConfiguration: { Tags: [...Tags, ...Tags] } };
    const refused = suite.s3.send(new CreateBucketCommand({ Bucket: "made-with-tags-twice", ...twice }));
    expect((await failure(refused)).name).to.equal("InvalidTag");
  });

  it("are refused to who expects another owner", async () => {
    const Bucket = await suite.bucket();
    const head = (ExpectedBucketOwner: string) => suite.s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner }));
    await head("000000000000");
    expect((await failure(head("111122223333"))).$metadata?.httpStatusCode).to.equal(403);
    for (const id of ["abc", "1111222233334", ""]) {
      const headers = { "x-amz-expected-bucket-owner": id };
      const { status, text } = await sendSigned(suite.cloud.endpoint, { path: `/${Bucket}?location`, headers });
      expect([status, /<Code>(\w+)/.exec(text)?.[1]]).to.deep.equal([400, "InvalidBucketOwnerAWSAccountID"]);
      expect(text).to.include(`must be an AWS Account ID... [${id}]`);
    }
  });

  it("may be made again by their owner in us-east-1, and nowhere else", async () => {
    const Bucket = await suite.bucket();
    await suite.s3.send(new CreateBucketCommand({ Bucket }));
    const s3 = inRegion("eu-west-1");
    await s3.send(new CreateBucketCommand({ Bucket: "made-in-europe" }));
    const again = await failure(s3.send(new CreateBucketCommand({ Bucket: "made-in-europe" })));
    expect(again.name).to.equal("BucketAlreadyOwnedByYou");
  });

  it("lie where their location constraint says", async () => {
    const { s3 } = suite;
    const make = (client: S3Client, Bucket: string, LocationConstraint?: string) =>
      client.send(
        new CreateBucketCommand({
          Bucket,
          CreateBucketConfiguration: { LocationConstraint: LocationConstraint as "EU" },
        }),
      );
    await make(s3, "from-afar", "ap-south-1");
    const at = async (Bucket: string) => (await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint;
    expect(await at("from-afar")).to.equal("ap-south-1");
    expect(await at(await suite.bucket())).to.equal(undefined);
    const raw = await sendSigned(suite.cloud.endpoint, { path: "/from-afar?location" });
    expect(raw.text).to.match(/<LocationConstraint xmlns="[^"]+">ap-south-1<\/LocationConstraint>$/);
    expect((await failure(make(s3, "nowhere-else", "us-east-1"))).name).to.equal("InvalidLocationConstraint");
    expect((await failure(make(inRegion("eu-west-1"), "nowhere-else", "ap-south-1"))).name).to.equal(
      "IllegalLocationConstraintException",
    );
  });

  it("send who asks in another region to theirs", async () => {
    await inRegion("eu-central-1").send(new CreateBucketCommand({ Bucket: "in-frankfurt" }));
    const error = await failure(suite.s3.send(new GetBucketVersioningCommand({ Bucket: "in-frankfurt" })));
    expect(error).to.include({ name: "PermanentRedirect", Endpoint: "in-frankfurt.s3.eu-central-1.amazonaws.com" });
    const following = suite.cloud.client(S3Client);
    following.config.followRegionRedirects = true;
    await following.send(new GetBucketVersioningCommand({ Bucket: "in-frankfurt" }));
  });

  it("are listed in pages", async () => {
    const s3 = ofAccount("222233334444");
    const names = Array.from({ length: 7 }, (_, i) => `paged-${i}`);
    for (const Bucket of names) await s3.send(new CreateBucketCommand({ Bucket }));
    const pages = [];
    for await (const { Buckets } of paginateListBuckets({ client: s3, pageSize: 3 }, { Prefix: "paged-" }))
      pages.push(Buckets?.map(({ Name }) => Name));
    expect(pages).to.deep.equal([names.slice(0, 3), names.slice(3, 6), names.slice(6)]);
    const error = await failure(s3.send(new ListBucketsCommand({ MaxBuckets: 10_001 })));
    expect(error).to.include({ name: "InvalidArgument", ArgumentName: "max-buckets" });
  });

  it("are deleted only when nothing is in them, no version and no delete marker", async () => {
    const Bucket = await suite.bucket();
    await suite.put(Bucket, "key", "text");
    const error = await failure(suite.s3.send(new DeleteBucketCommand({ Bucket })));
    expect(error).to.include({ name: "BucketNotEmpty", BucketName: Bucket });
    expect(error.$metadata?.httpStatusCode).to.equal(409);
  });

  it("have no versioning until it is enabled, and never go back to having none", async () => {
    const Bucket = await suite.bucket();
    const status = async () => (await suite.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;
    const set = (Status: string, MFADelete?: "Enabled") =>
      suite.s3.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: Status as "Enabled", MFADelete } }),
      );
    expect(await status()).to.equal(undefined);
    await set("Enabled");
    expect(await status()).to.equal("Enabled");
    await set("Suspended");
    expect(await status()).to.equal("Suspended");
    expect((await failure(set("Off"))).name).to.equal("IllegalVersioningConfigurationException");
    expect((await failure(set("Enabled", "Enabled"))).name).to.equal("NotImplemented");
    expect(await status()).to.equal("Suspended");
  });

  it("answer NoSuchBucket for a name that nobody took, and InvalidBucketName for one that nobody can take", async () => {
    const head = (Bucket: string) => suite.s3.send(new GetBucketVersioningCommand({ Bucket }));
    expect(await failure(head("nobody-took-this"))).to.include({
      name: "NoSuchBucket",
      BucketName: "nobody-took-this",
    });
    expect((await failure(head("No_Body"))).name).to.equal("InvalidBucketName");
    expect((await failure(head("x".repeat(9000)))).name).to.equal("InvalidBucketName");
  });
});
