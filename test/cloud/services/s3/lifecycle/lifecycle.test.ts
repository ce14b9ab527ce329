import {
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  type LifecycleRule,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

const DAY = 86_400_000;

describe("The life cycle of a bucket", () => {
  const suite = useS3();
  const configure = (Bucket: string, ...Rules: object[]) =>
    suite.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: Rules.map((rule, i) => ({ ID: `rule-${i}`, Status: "Enabled", Filter: {}, ...rule }) as LifecycleRule),
        },
      }),
    );
  /** Lets days pass, and the work of their midnights be done. */
  const pass = async (days: number) => {
    suite.s3.config.systemClockOffset += days * DAY;
    for (let day = 0; day < days; day++) {
      suite.cloud.clock.advance(DAY);
      // The work of a midnight is a turn of the event loop for some hundred records.
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const versions = async (Bucket: string) => {
    const { Versions = [], DeleteMarkers = [] } = await suite.s3.send(new ListObjectVersionsCommand({ Bucket }));
    return [...Versions.map(({ Key }) => Key), ...DeleteMarkers.map(({ Key }) => `-${Key}`)];
  };
  const enableVersioning = (Bucket: string) =>
    suite.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));

  it("removes objects when their days are over, and says when that will be", async () => {
    const bucket = await suite.bucket();
    await configure(bucket, { Filter: { Prefix: "old/" }, Expiration: { Days: 3 } });
    const { Expiration } = await suite.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "old/a", Body: "1" }));
    await suite.put(bucket, "kept", "1");
    expect(Expiration).to.match(/^expiry-date="\w{3}, \d\d \w{3} \d{4} 00:00:00 GMT", rule-id="rule-0"$/);
    const head = await suite.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "old/a" }));
    expect(head.Expiration).to.equal(Expiration);
    await pass(3);
    expect(await versions(bucket)).to.deep.equal(["kept", "old/a"]);
    await pass(1);
    expect(await versions(bucket)).to.deep.equal(["kept"]);
  });

  it("puts a marker on objects of a versioned bucket, removes old versions, and the marker at last", async () => {
    const bucket = await suite.bucket();
    await enableVersioning(bucket);
    await configure(bucket, { Expiration: { Days: 1 } }, { NoncurrentVersionExpiration: { NoncurrentDays: 3 } });
    await suite.put(bucket, "a", "1");
    await pass(2);
    expect(await versions(bucket)).to.deep.equal(["a", "-a"]);
    await pass(5);
    expect(await versions(bucket)).to.deep.equal([]);
  });

  it("removes markers with nothing below them, when told so", async () => {
    const bucket = await suite.bucket();
    await enableVersioning(bucket);
    await suite.put(bucket, "kept", "1");
    for (const Key of ["gone", "kept"]) await suite.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    await configure(bucket, { Expiration: { ExpiredObjectDeleteMarker: true } });
    await pass(1);
    expect(await versions(bucket)).to.deep.equal(["kept", "-kept"]);
  });

  it("moves objects to other storage classes", async () => {
    const bucket = await suite.bucket();
    await suite.put(bucket, "a", "1");
    await configure(bucket, { Transitions: [{ Days: 30, StorageClass: "STANDARD_IA" }] });
    await pass(32);
    const { StorageClass } = await suite.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "a" }));
    expect(StorageClass).to.equal("STANDARD_IA");
  });

  it("aborts uploads that nobody completes, and says when that will be", async () => {
    const bucket = await suite.bucket();
    await configure(bucket, { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } });
    const { AbortDate, AbortRuleId } = await suite.s3.send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: "a" }),
    );
    expect([AbortDate?.getTime(), AbortRuleId]).to.deep.equal([
      Math.ceil((suite.cloud.clock.now() + 2 * DAY) / DAY) * DAY,
      "rule-0",
    ]);
    await pass(3);
    const { Uploads } = await suite.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).to.equal(undefined);
  });

  it("leaves alone what was written anew meanwhile", async () => {
    const bucket = await suite.bucket();
    await configure(bucket, { Expiration: { Days: 2 } });
    await suite.put(bucket, "a", "1");
    await pass(2);
    await suite.put(bucket, "a", "2");
    await pass(1);
    expect(await versions(bucket)).to.deep.equal(["a"]);
  });

  it("keeps versions that are locked, and those of a rule that is gone by then", async () => {
    const bucket = await suite.bucket();
    await enableVersioning(bucket);
    await suite.s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket: bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
      }),
    );
    await configure(bucket, { NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
    const held = await suite.s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: "a", Body: "1", ObjectLockLegalHoldStatus: "ON" }),
    );
    for (const text of ["2", "3"]) await suite.put(bucket, "a", text);
    await pass(3);
    const { Versions = [] } = await suite.s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    expect(Versions.map(({ VersionId, IsLatest }) => VersionId === held.VersionId || IsLatest)).to.deep.equal([
      true,
      true,
    ]);
    await suite.put(bucket, "a", "4");
    await suite.s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucket }));
    await pass(3);
    expect(await versions(bucket)).to.have.length(3);
  });

  it("goes through more objects and versions than one transaction takes, requests in between", async () => {
    const bucket = await suite.bucket();
    await enableVersioning(bucket);
    await configure(bucket, { Expiration: { Days: 1 } }, { NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
    for (let i = 0; i < 600; i += 50) {
      const some = Array.from({ length: 50 }, (_, j) => [suite.put(bucket, `${i + j}`), suite.put(bucket, "many")]);
      await Promise.all(some.flat());
    }
    await pass(7);
    expect(await versions(bucket)).to.deep.equal([]);
  });

  for (const [what, rule, code] of [
    ["no action", {}, "InvalidRequest"],
    ["no days", { Expiration: { Days: 0 } }, "InvalidArgument"],
    ["half a day", { Expiration: { Date: new Date("2026-01-01T12:00:00Z") } }, "InvalidArgument"],
    ["two filters", { Filter: { Prefix: "a", ObjectSizeGreaterThan: 1 }, Expiration: { Days: 1 } }, "MalformedXML"],
    ["no filter", { Filter: undefined, Expiration: { Days: 1 } }, "MalformedXML"],
    [
      "tags for uploads",
      { Filter: { Tag: { Key: "a", Value: "b" } }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      "InvalidRequest",
    ],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      expect((await failure(configure(await suite.bucket(), rule))).name).to.equal(code);
    });
  }
});
