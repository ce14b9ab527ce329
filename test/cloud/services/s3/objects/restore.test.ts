import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, RestoreObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

const DAY = 86_400_000;

describe("Restored objects", () => {
  const suite = useS3();
  const restore = (Bucket: string, Days = 2) =>
    suite.s3.send(new RestoreObjectCommand({ Bucket, Key: "a", RestoreRequest: { Days } }));
  const archived = async (StorageClass: "GLACIER" | "STANDARD_IA" = "GLACIER") => {
    const Bucket = await suite.bucket();
    await suite.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "cold", StorageClass }));
    return Bucket;
  };

  it("can be read for some days", async () => {
    const Bucket = await archived();
    expect((await failure(suite.text(Bucket, "a"))).name).to.equal("InvalidObjectState");
    expect((await restore(Bucket)).$metadata.httpStatusCode).to.equal(202);
    expect((await restore(Bucket)).$metadata.httpStatusCode).to.equal(200);
    expect(await suite.text(Bucket, "a")).to.equal("cold");
    const { Restore } = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "a" }));
    expect(Restore).to.match(/^ongoing-request="false", expiry-date="\w{3}, \d\d \w{3} \d{4} 00:00:00 GMT"$/);
    suite.cloud.clock.advance(4 * DAY);
    suite.s3.config.systemClockOffset += 4 * DAY;
    expect((await failure(suite.s3.send(new GetObjectCommand({ Bucket, Key: "a" })))).name).to.equal(
      "InvalidObjectState",
    );
  });

  it("are only those that are archived", async () => {
    expect((await failure(restore(await archived("STANDARD_IA")))).name).to.equal("InvalidObjectState");
    expect((await failure(restore(await archived(), 0))).name).to.equal("MalformedXML");
  });
});
