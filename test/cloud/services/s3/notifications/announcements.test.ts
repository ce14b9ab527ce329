import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Announcement } from "../../../../../lab/cloud/delivery/announcements.ts";
import { useAnnouncements } from "../../../use-announcements.ts";
import { useCloud } from "../../../use-cloud.ts";

describe("A bucket that tells EventBridge", () => {
  const lab = useCloud();
  const announcements = useAnnouncements(lab);
  let s3: S3;
  const Bucket = "told";
  before(async () => {
    s3 = lab.client(S3, { forcePathStyle: true } as object);
    await s3.createBucket({ Bucket });
  });

  it("says nothing until it is told to, and answers that it is", async () => {
    await s3.putObject({ Bucket, Key: "before", Body: "x" });
    const set = (NotificationConfiguration: object) =>
      s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration });
    await set({ EventBridgeConfiguration: {} });
    const { EventBridgeConfiguration } = await s3.getBucketNotificationConfiguration({ Bucket });
    expect(EventBridgeConfiguration).to.deep.equal({});
    expect(announcements.heard.filter(({ source }) => source === "aws.s3")).to.deep.equal([]);
  });

  it("tells of a new object as AWS does", async () => {
    const Key = "a b/c.txt";
    await s3.putObject({ Bucket, Key, Body: "hello" });
    const [created] = await announcements.of("Object Created");
    const { object, ...detail } = (created as Announcement).detail as {
      object: Record<string, unknown>;
      "request-id"?: string;
    };
    expect(created).to.include({ account: "000000000000", region: "us-east-1", source: "aws.s3" });
    expect(created?.resources).to.deep.equal(["arn:aws:s3:::told"]);
    expect(object).to.include({ key: Key, size: 5, etag: "5d41402abc4b2a76b9719d911017c592" });
    expect(object.sequencer).to.match(/^[0-9A-F]{18}$/);
    expect(detail["request-id"]).to.be.a("string");
    expect({ ...detail, "request-id": "" }).to.deep.equal({
      version: "0",
      bucket: { name: Bucket },
      "request-id": "",
      requester: "000000000000",
      "source-ip-address": "127.0.0.1",
      reason: "PutObject",
    });
  });

  it("tells of tags and of what is deleted", async () => {
    const Key = "a b/c.txt";
    await s3.putObjectTagging({ Bucket, Key, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } });
    expect(await announcements.of("Object Tags Added")).to.have.length(1);
    await s3.deleteObjectTagging({ Bucket, Key });
    expect(await announcements.of("Object Tags Deleted")).to.have.length(1);
    await s3.deleteObject({ Bucket, Key });
    const [deleted] = await announcements.of("Object Deleted");
    expect(deleted?.detail).to.include({ reason: "DeleteObject", "deletion-type": "Permanently Deleted" });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    await s3.putObject({ Bucket, Key, Body: "x" });
    await s3.deleteObject({ Bucket, Key });
    const [marked] = await announcements.of("Object Deleted");
    expect(marked?.detail).to.include({ "deletion-type": "Delete Marker Created" });
    expect(((marked as Announcement).detail as { object: object }).object).to.have.property("version-id");
  });
});
