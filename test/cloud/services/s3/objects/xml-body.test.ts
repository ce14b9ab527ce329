import { createHash } from "node:crypto";
import { expect } from "chai";
import { verifyBody } from "../../../../../lab/cloud/services/s3/objects/xml-body.ts";
import { failure } from "../../../use-cloud.ts";

describe("A body that is no object's", () => {
  const body = Buffer.from("<Delete/>");
  const md5 = createHash("md5").update(body).digest("base64");
  const sha256 = createHash("sha256").update(body).digest("base64");
  const verify = async (headers: Record<string, string>, operation = "DeleteObjects") =>
    await verifyBody(operation, body, { headers } as never);

  it("is taken when it is what its headers say", async () => {
    await verify({ "content-md5": md5 });
    await verify({ "x-amz-checksum-sha256": sha256 });
    await verify({}, "PutBucketTagging");
    await verify({ "x-amz-checksum-sha256": "of the whole object" }, "CompleteMultipartUpload");
  });

  for (const [what, headers, code] of [
    ["another MD5", { "content-md5": createHash("md5").digest("base64") }, "BadDigest"],
    ["no MD5", { "content-md5": "short" }, "InvalidDigest"],
    ["another checksum", { "x-amz-checksum-sha256": createHash("sha256").digest("base64") }, "BadDigest"],
    ["nothing, where something is needed", {}, "InvalidRequest"],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      expect((await failure(verify(headers))).name).to.equal(code);
    });
  }
});
