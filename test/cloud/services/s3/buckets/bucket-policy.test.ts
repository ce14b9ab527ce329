import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 bucket policies", () => {
  const suite = useS3();
  let Bucket: string;
  before(async () => {
    Bucket = await suite.bucket();
  });
  const put = (policy: unknown) => {
    const text = typeof policy === "string" ? policy : JSON.stringify(policy);
    return suite.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text.replaceAll("BUCKET", Bucket) }));
  };
  const get = async () => (await suite.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
  const Principal = { AWS: "111111111111" };
  const statement = { Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "arn:aws:s3:::BUCKET/*" };

  it("are given back as they were put, and are gone when they are removed", async () => {
    expect(await failure(get())).to.include({ name: "NoSuchBucketPolicy", BucketName: Bucket });
    const text = `{ "Version": "2012-10-17",\n "Statement": [${JSON.stringify(statement)}] }`;
    expect((await put(text)).$metadata.httpStatusCode).to.equal(204);
    expect(await get()).to.equal(text.replaceAll("BUCKET", Bucket));
    await suite.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect((await failure(get())).name).to.equal("NoSuchBucketPolicy");
  });

  const { Principal: _, ...nobody } = statement;
  const refused: [why: string, policy: unknown, message: string][] = [
    ["no JSON", "policy", "valid JSON"],
    ["a list", [], "valid JSON"],
    ["no statements", { Version: "2012-10-17" }, "Missing required field Statement"],
    ["no principal", { Statement: nobody }, "Missing required field Principal"],
    ["no effect", { Statement: { ...statement, Effect: undefined } }, "Missing required field Effect"],
    ["an unknown effect", { Statement: { ...statement, Effect: "Maybe" } }, "Invalid effect"],
    ["no action", { Statement: { ...statement, Action: undefined } }, "Missing required field Action"],
    ["another service's action", { Statement: { ...statement, Action: "ec2:*" } }, "invalid action"],
    ["no resource", { Statement: { ...statement, Resource: undefined } }, "Missing required field Resource"],
    ["another bucket", { Statement: { ...statement, Resource: "arn:aws:s3:::other/*" } }, "invalid resource"],
    ["an unknown version", { Version: "2024-01-01", Statement: statement }, "version"],
    ["too much", { Statement: { ...statement, Sid: "x".repeat(21_000) } }, "maximum allowed size"],
  ];
  for (const [why, policy, message] of refused) {
    it(`are refused with ${why}`, async () => {
      const error = await failure(put(policy));
      expect(error.name).to.equal("MalformedPolicy");
      expect(error.message).to.include(message);
    });
  }

  it("may name the bucket by a pattern", async () => {
    await put({ Statement: { ...statement, Resource: ["arn:aws:s3:::BUCKET*", "arn:aws:s3:::buck*/x", "*"] } });
  });
});
