import { request } from "node:http";
import { text } from "node:stream/consumers";
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  type WebsiteConfiguration,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { reachable } from "../../../../../lab/cloud/services/cloudformation/engine/addresses.ts";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

const INDEX = { IndexDocument: { Suffix: "index.html" } };

describe("A bucket's website", () => {
  const suite = useS3();
  /** A bucket that everybody may read, with these objects. */
  const site = async (WebsiteConfiguration: WebsiteConfiguration, objects: Record<string, string>, isPublic = true) => {
    const Bucket = await suite.bucket();
    await suite.s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
    for (const [Key, Body] of Object.entries(objects))
      await suite.s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "text/html" }));
    if (isPublic) {
      await suite.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      const statement = { Effect: "Allow", Principal: "*", Action: ["s3:GetObject", "s3:ListBucket"] };
      const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: { ...statement, Resource } });
      await suite.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    }
    return Bucket;
  };
  /** As a browser asks, by the site's own host. */
  const get = async (bucket: string, path: string, headers: Record<string, string> = {}, method = "GET") => {
    const { port } = new URL(suite.cloud.endpoint);
    const host = `${bucket}.s3-website-us-east-1.localhost:${port}`;
    return await new Promise<{
      status: number | undefined;
      location: string | undefined;
      body: string;
      headers: object;
    }>((resolve, reject) => {
      request({ host: "127.0.0.1", port, path, method, headers: { host, ...headers } }, async (answer) => {
        const { statusCode: status, headers } = answer;
        resolve({ status, location: headers.location, body: await text(answer), headers });
      })
        .once("error", reject)
        .end();
    });
  };

  it("shows its pages, and the index of its folders", async () => {
    const bucket = await site(INDEX, { "index.html": "home", "a/index.html": "a", "b c.html": "b" });
    expect(await get(bucket, "/")).to.deep.include({ status: 200, body: "home" });
    expect(await get(bucket, "/a/")).to.deep.include({ status: 200, body: "a" });
    expect(await get(bucket, "/b%20c.html")).to.deep.include({ status: 200, body: "b" });
    expect(await get(bucket, "/a")).to.deep.include({ status: 302, location: "/a/" });
    expect((await get(bucket, "/")).headers).to.include({ "content-type": "text/html" });
    expect(await get(bucket, "/", {}, "HEAD")).to.deep.include({ status: 200, body: "" });
  });

  it("is served at a path of the lab, too, where its redirects lead", async () => {
    const bucket = await site(INDEX, { "index.html": "home", "a/index.html": "a" });
    const base = `${suite.cloud.endpoint}/_aws/s3-website/${bucket}`;
    expect(await (await fetch(`${base}/`)).text()).to.equal("home");
    expect(await (await fetch(`${base}/a`)).text()).to.equal("a");
  });

  it("answers ranges, and what a browser has already", async () => {
    const bucket = await site(INDEX, { "index.html": "0123456789" });
    expect(await get(bucket, "/", { range: "bytes=2-3" })).to.deep.include({ status: 206, body: "23" });
    const { etag } = (await get(bucket, "/")).headers as { etag: string };
    expect((await get(bucket, "/", { "if-none-match": etag })).status).to.equal(304);
  });

  it("shows its error document, with the status of the error", async () => {
    const bucket = await site({ ...INDEX, ErrorDocument: { Key: "error.html" } }, { "error.html": "sorry" });
    expect(await get(bucket, "/none")).to.deep.include({ status: 404, body: "sorry" });
  });

  it("shows it where the bucket's access control list lets everybody list, and follows its redirect", async () => {
    const bucket = "site-with-acls";
    await suite.s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectOwnership: "ObjectWriter" }));
    await suite.s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    await suite.s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: "public-read" }));
    const WebsiteConfiguration = { ...INDEX, ErrorDocument: { Key: "error.html" } };
    await suite.s3.send(new PutBucketWebsiteCommand({ Bucket: bucket, WebsiteConfiguration }));
    const page = (more: object = {}) =>
      suite.s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: "error.html", Body: "sorry", ACL: "public-read", ...more }),
      );
    await page();
    const shown = await get(bucket, "/none");
    expect(shown).to.deep.include({ status: 404, body: "sorry" });
    expect(shown.headers).to.include({ server: "AmazonS3" });
    await page({ WebsiteRedirectLocation: "https://example.com/" });
    expect(await get(bucket, "/none")).to.deep.include({ status: 301, location: "https://example.com/" });
  });

  it("shows S3's own page otherwise, in which nothing of the request is HTML", async () => {
    const bucket = await site(INDEX, {});
    const { status, body } = await get(bucket, "/%3Cscript%3E");
    expect(status).to.equal(404);
    expect(body).to.contain("<li>Code: NoSuchKey</li>").and.contain("&lt;script&gt;").and.not.contain("<script>");
  });

  it("is forbidden as long as the bucket's policy does not let everybody read", async () => {
    const bucket = await site(INDEX, { "index.html": "home" }, false);
    const { status, body } = await get(bucket, "/");
    expect([status, /Code: AccessDenied/.test(body)]).to.deep.equal([403, true]);
  });

  it("is not there without a configuration, or a bucket", async () => {
    expect((await get(await suite.bucket(), "/")).body).to.contain("NoSuchWebsiteConfiguration");
    expect((await get("nobody-has-this", "/")).body).to.contain("NoSuchBucket");
    expect((await get(await site(INDEX, {}), "/", {}, "DELETE")).status).to.equal(405);
  });

  it("leads elsewhere: all of it, by rules, or single objects", async () => {
    const all = await site({ RedirectAllRequestsTo: { HostName: "example.com", Protocol: "https" } }, {});
    expect(await get(all, "/a/b")).to.deep.include({ status: 301, location: "https://example.com/a/b" });
    const RoutingRules = [
      { Condition: { KeyPrefixEquals: "old/" }, Redirect: { ReplaceKeyPrefixWith: "new/" } },
      { Condition: { HttpErrorCodeReturnedEquals: "404" }, Redirect: { HostName: "example.com" } },
    ];
    const some = await site({ ...INDEX, RoutingRules }, {});
    expect(await get(some, "/old/a")).to.deep.include({ status: 301, location: "/new/a" });
    expect(await get(some, "/none")).to.deep.include({ status: 301, location: "http://example.com/none" });
    const put = { Bucket: some, Key: "moved", Body: "", WebsiteRedirectLocation: "/here" };
    await suite.s3.send(new PutObjectCommand(put));
    expect(await get(some, "/moved")).to.deep.include({ status: 301, location: "/here" });
  });

  it("keeps to the bucket's CORS rules", async () => {
    const Bucket = await site(INDEX, { "index.html": "home" });
    const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["http://a.example"] }];
    await suite.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    const { headers } = await get(Bucket, "/", { origin: "http://a.example" });
    expect(headers).to.include({ "access-control-allow-origin": "http://a.example" });
  });

  it("has an address that is one of this machine", () => {
    const url = "http://photos.s3-website-us-east-1.amazonaws.com";
    expect(reachable({ url }, "http://127.0.0.1:4566")).to.deep.equal({
      url: "http://photos.s3-website.localhost:4566",
    });
    expect(reachable(url, "http://lab.example:80")).to.equal("http://lab.example:80/_aws/s3-website/photos");
  });

  for (const [what, configuration, code] of [
    ["an index in a folder", { IndexDocument: { Suffix: "a/index.html" } }, "InvalidArgument"],
    ["a redirect of all beside an index", { ...INDEX, RedirectAllRequestsTo: { HostName: "a" } }, "MalformedXML"],
    [
      "an unknown redirect code",
      { ...INDEX, RoutingRules: [{ Redirect: { HttpRedirectCode: "200" } }] },
      "InvalidRequest",
    ],
    [
      "two replacements",
      { ...INDEX, RoutingRules: [{ Redirect: { ReplaceKeyWith: "a", ReplaceKeyPrefixWith: "b" } }] },
      "InvalidRequest",
    ],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      const Bucket = await suite.bucket();
      const put = new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: configuration as never });
      expect((await failure(suite.s3.send(put))).name).to.equal(code);
    });
  }

  it("answers what it cannot serve with a page, never by hanging up", async () => {
    const bucket = await site(INDEX, {});
    const plane = `${suite.cloud.endpoint}/_aws/s3-website/${bucket}/`;
    const preflight = await fetch(plane, { method: "OPTIONS" });
    expect(preflight.status).to.equal(400);
    expect(await preflight.text())
      .to.include("<h1>400 Error</h1>")
      .and.to.include("Origin request header needed");
    const undecodable = await fetch(`${plane}%zz`);
    expect(undecodable.status).to.equal(400);
    expect(await undecodable.text()).to.include("Code: InvalidURI");
  });
});
