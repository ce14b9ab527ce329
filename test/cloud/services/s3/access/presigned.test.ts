import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { amzDate, presignByHand } from "../../../auth/sign-by-hand.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 presigned URLs", () => {
  const suite = useS3();
  let Bucket: string;
  before(async () => {
    Bucket = await suite.bucket();
  });

  it("carry what is said of an object as parameters, which mean the same as headers", async () => {
    const said = { Metadata: { a: "b" }, Tagging: "t=1&u=2", StorageClass: "STANDARD_IA" as const };
    const url = await getSignedUrl(suite.s3, new PutObjectCommand({ Bucket, Key: "key", ...said }));
    const sent = new URL(url);
    expect(sent.searchParams.get("x-amz-meta-a")).to.equal("b");
    const answer = await fetch(url, { method: "PUT", body: "text", headers: { "content-type": "text/plain" } });
    expect(answer.status).to.equal(200);
    const head = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "key" }));
    expect(head).to.deep.include({
      Metadata: { a: "b" },
      TagCount: 2,
      StorageClass: "STANDARD_IA",
      ContentType: "text/plain",
    });
  });

  it("carry conditions as parameters, too", async () => {
    await suite.put(Bucket, "there", "1");
    const { host } = new URL(suite.cloud.endpoint);
    const put = async (key: string) => {
      const request = { method: "PUT", path: `/${Bucket}/${key}`, query: [["If-None-Match", "*"]] as const };
      const url = presignByHand(host, { ...request, date: amzDate(suite.cloud.clock.now()) });
      return (await fetch(suite.cloud.endpoint + url, { method: "PUT", body: "2" })).status;
    };
    expect(await put("there")).to.equal(412);
    expect(await put("not-there")).to.equal(200);
  });

  it("answer with the headers that they ask for", async () => {
    await suite.put(Bucket, "key", "text");
    const input = { Bucket, Key: "key", ResponseContentDisposition: 'attachment; filename="a b.txt"' };
    const answer = await fetch(await getSignedUrl(suite.s3, new GetObjectCommand(input)));
    expect(await answer.text()).to.equal("text");
    expect(answer.headers.get("content-disposition")).to.equal('attachment; filename="a b.txt"');
  });
});
