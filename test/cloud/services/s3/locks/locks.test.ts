import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

const DAY = 86_400_000;

describe("Locks of objects", () => {
  const suite = useS3();
  let count = 0;
  const bucketWithLock = async () => {
    const Bucket = `locked-${++count}`;
    await suite.s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    return Bucket;
  };
  const inDays = (days: number) => new Date(suite.cloud.clock.now() + days * DAY);
  const put = async (Bucket: string, changes: Partial<PutObjectCommandInput> = {}) => {
    const { VersionId } = await suite.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1", ...changes }));
    return { Bucket, Key: "a", VersionId };
  };
  const governed = (days = 10) => ({ ObjectLockMode: "GOVERNANCE" as const, ObjectLockRetainUntilDate: inDays(days) });
  const compliant = (days = 10) => ({ ObjectLockMode: "COMPLIANCE" as const, ObjectLockRetainUntilDate: inDays(days) });
  type Version = { Bucket: string; Key: string; VersionId: string | undefined };
  const remove = (version: Version, BypassGovernanceRetention?: boolean) =>
    suite.s3.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention }));
  const isProtected = async (work: Promise<unknown>) => {
    const error = await failure(work);
    expect([error.name, error.message]).to.deep.equal([
      "AccessDenied",
      "Access Denied because object protected by object lock.",
    ]);
  };
  /** Lets days pass, for the clients as well. */
  const pass = (days: number) => {
    suite.cloud.clock.advance(days * DAY);
    suite.s3.config.systemClockOffset += days * DAY;
  };

  it("keep a version until its retention is over, and are told to readers", async () => {
    const lock = compliant(2);
    const version = await put(await bucketWithLock(), lock);
    const head = await suite.s3.send(new HeadObjectCommand(version));
    expect(head.ObjectLockMode).to.equal("COMPLIANCE");
    expect(head.ObjectLockRetainUntilDate?.getTime()).to.be.closeTo(lock.ObjectLockRetainUntilDate.getTime(), 1000);
    await isProtected(remove(version));
    await isProtected(remove(version, true));
    pass(3);
    await remove(version);
  });

  it("of governance may be bypassed by who says so", async () => {
    const version = await put(await bucketWithLock(), governed());
    await isProtected(remove(version));
    await remove(version, true);
  });

  it("let a marker be put on top, and new versions be written", async () => {
    const version = await put(await bucketWithLock(), compliant());
    await put(version.Bucket);
    const { DeleteMarker } = await remove({ ...version, VersionId: undefined });
    expect(DeleteMarker).to.equal(true);
    expect(await suite.text(version.Bucket, "a", version.VersionId)).to.equal("1");
  });

  it("are told key by key when several are deleted", async () => {
    const locked = await put(await bucketWithLock(), compliant());
    const free = await put(locked.Bucket, { Key: "b" });
    const Objects = [
      { Key: "a", VersionId: locked.VersionId },
      { Key: "b", VersionId: free.VersionId },
    ];
    const { Deleted = [], Errors = [] } = await suite.s3.send(
      new DeleteObjectsCommand({ Bucket: locked.Bucket, Delete: { Objects } }),
    );
    expect(Deleted.map(({ Key }) => Key)).to.deep.equal(["b"]);
    expect(Errors.map(({ Key, Code }) => [Key, Code])).to.deep.equal([["a", "AccessDenied"]]);
  });

  it("hold as long as a legal hold is on", async () => {
    const version = await put(await bucketWithLock(), { ObjectLockLegalHoldStatus: "ON" });
    const hold = async () => (await suite.s3.send(new GetObjectLegalHoldCommand(version))).LegalHold?.Status;
    expect(await hold()).to.equal("ON");
    await isProtected(remove(version, true));
    await suite.s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } }));
    expect(await hold()).to.equal("OFF");
    await remove(version);
  });

  it("can be made longer; only governance can be made shorter, by who may bypass it", async () => {
    const Bucket = await bucketWithLock();
    const retain = (version: Version, Mode: "GOVERNANCE" | "COMPLIANCE", days: number, Bypass?: boolean) =>
      suite.s3.send(
        new PutObjectRetentionCommand({
          ...version,
          Retention: { Mode, RetainUntilDate: inDays(days) },
          BypassGovernanceRetention: Bypass,
        }),
      );
    const strict = await put(Bucket, compliant(5));
    await retain(strict, "COMPLIANCE", 6);
    await isProtected(retain(strict, "COMPLIANCE", 4));
    await isProtected(retain(strict, "GOVERNANCE", 9, true));
    const mild = await put(Bucket, { ...governed(5), Key: "b" });
    const b = { ...mild, Key: "b" };
    await isProtected(retain(b, "GOVERNANCE", 4));
    await retain(b, "GOVERNANCE", 4, true);
    await retain(b, "COMPLIANCE", 5);
    const { Retention } = await suite.s3.send(new GetObjectRetentionCommand(b));
    expect(Retention?.Mode).to.equal("COMPLIANCE");
  });

  it("come from the bucket's rule unless the writer says otherwise, in copies too", async () => {
    const Bucket = await bucketWithLock();
    const Rule = { DefaultRetention: { Mode: "GOVERNANCE" as const, Days: 7 } };
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const, Rule };
    await suite.s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    const found = await suite.s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(found.ObjectLockConfiguration).to.deep.equal(ObjectLockConfiguration);
    await put(Bucket);
    await suite.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/a` }));
    const upload = { Bucket, Key: "parts" };
    const { UploadId } = await suite.s3.send(new CreateMultipartUploadCommand(upload));
    const { ETag } = await suite.s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: "1" }));
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    await suite.s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));
    for (const Key of ["a", "copy", "parts"]) {
      const head = await suite.s3.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head.ObjectLockMode, Key).to.equal("GOVERNANCE");
      expect(head.ObjectLockRetainUntilDate?.getTime()).to.be.closeTo(inDays(7).getTime(), 5000);
    }
    const own = await put(Bucket, compliant(1));
    expect((await suite.s3.send(new HeadObjectCommand(own))).ObjectLockMode).to.equal("COMPLIANCE");
  });

  it("need versioning, which can't be suspended then", async () => {
    const Bucket = await suite.bucket();
    const configure = (bucket: string) =>
      suite.s3.send(
        new PutObjectLockConfigurationCommand({
          Bucket: bucket,
          ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
        }),
      );
    const version = (Status: "Enabled" | "Suspended") =>
      suite.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    expect((await failure(configure(Bucket))).name).to.equal("InvalidBucketState");
    await version("Enabled");
    await configure(Bucket);
    expect((await failure(version("Suspended"))).name).to.equal("InvalidBucketState");
  });

  for (const [what, changes, code] of [
    ["half a retention", { ObjectLockMode: "GOVERNANCE" }, "InvalidArgument"],
    [
      "a time that is over",
      { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(0) },
      "InvalidArgument",
    ],
    [
      "an unknown mode",
      { ObjectLockMode: "MILD", ObjectLockRetainUntilDate: new Date("2100-01-01") },
      "InvalidArgument",
    ],
    ["an unknown hold", { ObjectLockLegalHoldStatus: "MAYBE" }, "InvalidArgument"],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      expect((await failure(put(await bucketWithLock(), changes as never))).name).to.equal(code);
    });
  }

  it("say what is wrong with a time that is none, and with a document that is not there", async () => {
    const Bucket = await bucketWithLock();
    const { Key } = await put(Bucket);
    const go = (path: string, headers = {}) =>
      sendSigned(suite.cloud.endpoint, { method: "PUT", path: `/${Bucket}/${path}`, headers });
    const until = { "x-amz-object-lock-mode": "GOVERNANCE", "x-amz-object-lock-retain-until-date": "abc" };
    expect((await go("b", until)).text).to.include(
      "<Code>InvalidArgument</Code><Message>The retain until date must be provided in ISO 8601 format</Message><ArgumentName>x-amz-object-lock-retain-until-date</ArgumentName><ArgumentValue>abc</ArgumentValue>",
    );
    for (const setting of ["retention", "legal-hold"])
      expect((await go(`${Key}?${setting}`)).text, setting).to.include("<Code>MalformedXML</Code>");
  });

  it("are refused in buckets without object lock, and not there on objects without one", async () => {
    const Bucket = await suite.bucket();
    expect((await failure(put(Bucket, governed()))).message).to.equal("Bucket is missing Object Lock Configuration");
    const version = await put(await bucketWithLock());
    const error = await failure(suite.s3.send(new GetObjectRetentionCommand(version)));
    expect(error.name).to.equal("NoSuchObjectLockConfiguration");
  });
});
