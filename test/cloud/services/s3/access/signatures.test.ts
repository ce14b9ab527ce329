import { createHmac } from "node:crypto";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import { amzDate, authorizeByHand, type ByHand, presignByHand, sha256 } from "../../../auth/sign-by-hand.ts";
import { type RawAnswer, type RawRequest, send } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

const NOT_SIGNED = "There were headers present in the request which were not signed";

describe("s3 signatures", () => {
  const suite = useS3();
  let Bucket: string;
  let host: string;
  before(async () => {
    Bucket = await suite.bucket();
    host = new URL(suite.cloud.endpoint).host;
    await suite.put(Bucket, "secret", "secret text");
    await suite.put(Bucket, "key", "text");
  });
  const now = () => amzDate(suite.cloud.clock.now());
  const codeOf = ({ status, text }: RawAnswer) => [status, /<Code>(\w+)/.exec(text)?.[1]];
  const go = (request: RawRequest) => send(suite.cloud.endpoint, request);
  /** Sends what was signed into the URL, with headers that need not be what was signed. */
  const presigned = (request: Partial<ByHand>, sent: Partial<RawRequest> & { more?: string } = {}) => {
    const { method = "GET" } = request;
    const path = presignByHand(host, { path: `/${Bucket}/key`, date: now(), ...request });
    return go({ method, ...sent, path: path + (sent.more ?? "") });
  };
  /** Sends what was signed in a header. */
  const signed = (request: Partial<ByHand>, sent: Record<string, string> = {}, path = `/${Bucket}/key`) => {
    const { method = "GET" } = request;
    const headers = { "x-amz-date": now(), "x-amz-content-sha256": sha256(""), ...request.headers };
    const authorization = authorizeByHand(host, { path, date: headers["x-amz-date"], ...request, headers });
    return go({ method, path, headers: { ...headers, authorization, ...sent } });
  };

  const meaningful: [name: string, value: () => string][] = [
    ["x-amz-copy-source", () => `/${Bucket}/secret`],
    ["x-amz-meta-a", () => "b"],
    ["x-amz-tagging", () => "a=b"],
    ["x-amz-storage-class", () => "GLACIER"],
    ["x-amz-acl", () => "public-read"],
    ["x-amz-website-redirect-location", () => "https://example.com/"],
    ["x-amz-server-side-encryption", () => "aws:kms"],
    ["x-amz-security-token", () => "token"],
    ["x-amz-bypass-governance-retention", () => "true"],
    ["X-Amz-Grant-Read", () => "id=1"],
    ["content-md5", () => "1B2M2Y8AsgTpgAmY7PhCfg=="],
  ];
  for (const [name, value] of meaningful) {
    it(`must cover ${name}`, async () => {
      for (const answer of [
        await presigned({ method: "PUT" }, { headers: { [name]: value() } }),
        await signed({ method: "PUT" }, { [name]: value() }),
      ]) {
        expect(codeOf(answer)).to.deep.equal([403, "AccessDenied"]);
        expect(answer.text).to.include(
          `<Message>${NOT_SIGNED}</Message><HeadersNotSigned>${name.toLowerCase()}</HeadersNotSigned>`,
        );
      }
      expect(await suite.text(Bucket, "key")).to.equal("text");
    });
  }

  it("must cover the host", async () => {
    for (const answer of [
      await presigned({ signed: ["date"], headers: { date: "x" } }, { headers: { date: "x" } }),
      await signed({ signed: ["x-amz-date"] }),
      // Names are lower-case.
      await presigned({ signed: ["Host"], headers: { Host: host } }),
    ]) {
      expect(codeOf(answer)).to.deep.equal([403, "AccessDenied"]);
      expect(answer.text).to.include("<HeadersNotSigned>host</HeadersNotSigned>");
    }
  });

  it("tell all headers that they leave out", async () => {
    const { text } = await presigned({ method: "PUT" }, { headers: { "x-amz-acl": "private", "x-amz-meta-a": "b" } });
    expect(text).to.include("<HeadersNotSigned>x-amz-acl, x-amz-meta-a</HeadersNotSigned>");
  });

  it("need not cover what means nothing", async () => {
    const headers = {
      "content-type": "text/html",
      "cache-control": "no-cache",
      "x-amzn-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793",
      "x-amz-user-agent": "browser",
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    };
    expect((await presigned({ method: "PUT", path: `/${Bucket}/typed` }, { headers })).status).to.equal(200);
    const head = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "typed" }));
    expect(head).to.include({ ContentType: "text/html", CacheControl: "no-cache" });
  });

  it("cover headers as parameters of the URL, which a header of the request cannot replace", async () => {
    const query = [["x-amz-meta-a", "signed"]] as const;
    const request = { method: "PUT", path: `/${Bucket}/hoisted`, query };
    const replaced = await presigned(request, { headers: { "x-amz-meta-a": "replaced" } });
    expect(replaced.text).to.include("<HeadersNotSigned>x-amz-meta-a</HeadersNotSigned>");
    expect((await presigned(request)).status).to.equal(200);
    const head = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "hoisted" }));
    expect(head.Metadata).to.deep.equal({ a: "signed" });
  });

  it("come once", async () => {
    const path = presignByHand(host, { path: `/${Bucket}/key`, date: now() });
    const old = `/${Bucket}/key?AWSAccessKeyId=test&Expires=1&Signature=x`;
    for (const twice of [path, old]) {
      const answer = await go({ path: twice, headers: { authorization: "Bearer token" } });
      expect(codeOf(answer)).to.deep.equal([400, "InvalidArgument"]);
      expect(answer.text).to.include("Only one auth mechanism allowed").and.to.include("<ArgumentValue>Bearer token</");
    }
  });

  /** Signed requests, changed on their way or signed as no client would. */
  const attempts: [what: string, code: [number, string | undefined], attempt: () => Promise<RawAnswer>][] = [
    ["another host", [403, "SignatureDoesNotMatch"], () => presigned({}, { headers: { host: "localhost:1" } })],
    ["another method", [403, "SignatureDoesNotMatch"], () => presigned({}, { method: "DELETE" })],
    ["a parameter more", [403, "SignatureDoesNotMatch"], () => presigned({}, { more: "&versionId=null" })],
    [
      "a header more, as a parameter",
      [403, "SignatureDoesNotMatch"],
      () => presigned({}, { more: "&x-amz-acl=private" }),
    ],
    [
      "its signature in lower case, too",
      [403, "SignatureDoesNotMatch"],
      () => presigned({}, { more: "&x-amz-signature=x" }),
    ],
    // Of what comes twice the first counts, and all but the signature itself is signed.
    ["a second signature", [200, undefined], () => presigned({}, { more: "&X-Amz-Signature=0" })],
    ["a second credential", [403, "SignatureDoesNotMatch"], () => presigned({}, { more: "&X-Amz-Credential=x" })],
    ["a later expiry", [403, "SignatureDoesNotMatch"], () => presigned({}, { more: "&X-Amz-Expires=9" })],
    [
      "the hash of another body",
      [403, "SignatureDoesNotMatch"],
      () => presigned({ method: "PUT" }, { headers: { "x-amz-content-sha256": sha256("x") }, body: "x" }),
    ],
    [
      "a signed header that is not there",
      [403, "SignatureDoesNotMatch"],
      () => presigned({ signed: ["host", "x-amz-meta-a"], headers: { "x-amz-meta-a": "b" } }),
    ],
    [
      "names of properties among its headers",
      [200, undefined],
      () => presigned({ signed: ["__proto__", "constructor", "host"] }),
    ],
    [
      "a signature in other letters",
      [403, "SignatureDoesNotMatch"],
      () =>
        presigned({}, { more: "" }).then(() =>
          go({
            path: presignByHand(host, { path: `/${Bucket}/key`, date: now() }).replace(/.{64}$/, "%C3%A9".repeat(64)),
          }),
        ),
    ],
    ["no headers signed", [400, "AuthorizationQueryParametersError"], () => presigned({ signed: [] })],
    ["a dot segment", [403, "SignatureDoesNotMatch"], () => swapped(`/${Bucket}/key`, `/${Bucket}/a/../key`)],
    ["a second slash", [403, "SignatureDoesNotMatch"], () => swapped(`/${Bucket}/key`, `/${Bucket}//key`)],
    ["an encoded slash", [403, "SignatureDoesNotMatch"], () => swapped(`/${Bucket}/a/b`, `/${Bucket}/a%2Fb`)],
    [
      "an encoded percent sign",
      [403, "SignatureDoesNotMatch"],
      () => swapped(`/${Bucket}/a%20b`, `/${Bucket}/a%2520b`),
    ],
    [
      "another letter's encoding of the same key",
      [200, undefined],
      () => swapped(`/${Bucket}/key`, `/${Bucket}/%6bey`),
    ],
    [
      "a value that cannot be decoded in place of its encoding",
      [403, "SignatureDoesNotMatch"],
      () => presigned({ query: [["versionId", "%ff"]] }).then(() => swappedQuery()),
    ],
    ["an expiry of letters", [400, "AuthorizationQueryParametersError"], () => presigned({ expires: "0x10" })],
    ["an expiry with an exponent", [400, "AuthorizationQueryParametersError"], () => presigned({ expires: "1e3" })],
    ["an expiry of a blank", [400, "AuthorizationQueryParametersError"], () => presigned({ expires: " 60" })],
    ["an expiry below zero", [400, "AuthorizationQueryParametersError"], () => presigned({ expires: "-1" })],
    [
      "an expiry after more than a week",
      [400, "AuthorizationQueryParametersError"],
      () => presigned({ expires: "604801" }),
    ],
    [
      "a date that does not exist, and so never passes",
      [400, "AuthorizationQueryParametersError"],
      () => presigned({ date: `${now().slice(0, 4)}1399T999999Z` }),
    ],
    ["a date of the future", [403, "AccessDenied"], () => presigned({ date: "29990101T000000Z" })],
    [
      "a scope of a part of the day",
      [400, "AuthorizationQueryParametersError"],
      () => presigned({ day: now().slice(0, 4) }),
    ],
  ];
  const swapped = (path: string, sent: string) =>
    go({ path: presignByHand(host, { path, date: now() }).replace(path, sent) });
  const swappedQuery = () => {
    const query = [["versionId", "%ff"]] as const;
    return go({ path: presignByHand(host, { path: `/${Bucket}/key`, query, date: now() }).replace("%25ff", "%ff") });
  };
  for (const [what, code, attempt] of attempts) {
    it(`with ${what} ${code[0] === 200 ? "are accepted" : "are refused"}`, async () => {
      expect(codeOf(await attempt())).to.deep.equal(code);
    });
  }

  it("in a header have each part once", async () => {
    const good = authorizeByHand(host, { path: `/${Bucket}/key`, date: now() });
    for (const authorization of [
      good.replace("Credential=", "Credential=a/b/c/s3/aws4_request, Credential="),
      `${good}, Other=1`,
      `${good}, Signature=${"0".repeat(64)}`,
    ]) {
      const headers = { authorization, "x-amz-date": now(), "x-amz-content-sha256": sha256("") };
      const answer = await go({ path: `/${Bucket}/key`, headers });
      expect(codeOf(answer), authorization).to.deep.equal([400, "AuthorizationHeaderMalformed"]);
    }
  });

  it("cover headers that come several times, as one with commas", async () => {
    const named = ["host", "x-amz-date", "x-amz-object-attributes"];
    const headers = { "x-amz-object-attributes": "ETag,ObjectSize" };
    const path = `/${Bucket}/key`;
    const query = [["attributes", ""]] as const;
    const all = { "x-amz-date": now(), "x-amz-content-sha256": sha256(""), ...headers };
    const authorization = authorizeByHand(host, { path, query, signed: named, date: now(), headers: all });
    const repeated = { ...all, authorization, "x-amz-object-attributes": ["ETag", "ObjectSize"] as never };
    const answer = await go({ path: `${path}?attributes`, headers: repeated });
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.text).to.include("<ObjectSize>4</ObjectSize>");
  });

  it("cover the bytes of headers, in whatever language they are", async () => {
    const named = ["host", "x-amz-date", "x-amz-meta-colour"];
    const all = { "x-amz-date": now(), "x-amz-content-sha256": sha256(""), "x-amz-meta-colour": "grün, 緑" };
    const request = { method: "PUT", path: `/${Bucket}/coloured` };
    const authorization = authorizeByHand(host, { ...request, signed: named, date: now(), headers: all });
    // Node.js sends each character as a byte.
    const bytes = (text: string) => Buffer.from(text).toString("latin1");
    const headers = { ...all, authorization, "x-amz-meta-colour": bytes("grün, 緑") };
    const answer = await go({ ...request, headers });
    expect(answer.status, answer.text).to.equal(200);
    const { Metadata } = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "coloured" }));
    const read = `=?UTF-8?B?${Buffer.from(bytes("grün, 緑")).toString("base64")}?=`;
    expect(Metadata).to.deep.equal({ colour: read });
    const other = await go({ ...request, headers: { ...headers, "x-amz-meta-colour": bytes("grau, 緑") } });
    expect(codeOf(other)).to.deep.equal([403, "SignatureDoesNotMatch"]);
  });

  describe("of long-lived keys", () => {
    const keys = () => {
      const key = suite.cloud.running.cloud.credentials.issueAccessKey(rootOf("000000000000"));
      return { accessKeyId: key.AccessKeyId, secret: key.SecretAccessKey };
    };

    it("come without a session token", async () => {
      const key = keys();
      const token = { "x-amz-security-token": "token" };
      expect((await presigned(key)).status).to.equal(200);
      const query = [["X-Amz-Security-Token", "token"]] as const;
      const header = ["host", "x-amz-date", "x-amz-security-token"];
      for (const answer of [
        await presigned({ ...key, query }),
        await signed({ ...key, signed: header, headers: token }),
      ])
        expect(codeOf(answer)).to.deep.equal([400, "InvalidToken"]);
    });

    it("may come with one when every lab knows them, as tools for emulators send it", async () => {
      const query = [["X-Amz-Security-Token", "test"]] as const;
      expect((await presigned({ query })).status).to.equal(200);
      expect((await presigned({ accessKeyId: "111122223333", query })).status).to.equal(403);
    });
  });

  describe("of Version 2", () => {
    const old = (toSign: string, path: string, more: RawRequest["headers"] = {}, method = "GET") => {
      const expires = Math.floor(suite.cloud.clock.now() / 1000) + 60;
      const text = `${method}\n\n\n${expires}\n${toSign}`;
      const signature = encodeURIComponent(createHmac("sha1", "test").update(text).digest("base64"));
      const mark = path.includes("?") ? "&" : "?";
      return go({
        method,
        path: `${path}${mark}AWSAccessKeyId=test&Expires=${expires}&Signature=${signature}`,
        headers: more,
      });
    };
    const key = () => `/${Bucket}/key`;

    it("give what was signed", async () => {
      expect(await old(key(), key())).to.include({ status: 200, text: "text" });
      expect(await old(`${key()}?versionId=null`, `${key()}?versionId=null`)).to.include({ status: 200 });
    });

    it("cover the bucket that the host names", async () => {
      const { port } = new URL(suite.cloud.endpoint);
      const hosted = { host: `${Bucket}.s3.localhost:${port}` };
      expect(await old(key(), "/key", hosted)).to.include({ status: 200, text: "text" });
      expect(codeOf(await old("/key", "/key", hosted))).to.deep.equal([403, "SignatureDoesNotMatch"]);
    });

    it("cover headers that stand among the parameters, which count whether they are sent again or not", async () => {
      const path = `${key()}?x-amz-meta-a=b`;
      for (const more of [{}, { "x-amz-meta-a": "b" }] as Record<string, string>[]) {
        const answer = await old(`x-amz-meta-a:b\n${key()}`, path, more, "PUT");
        expect(answer.status, answer.text).to.equal(200);
        const { Metadata } = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "key" }));
        expect(Metadata).to.deep.equal({ a: "b" });
      }
      const twice = await old(`x-amz-meta-a:b\n${key()}`, `${key()}?x-amz-meta-a=c&x-amz-meta-a=b`, {}, "PUT");
      expect(codeOf(twice)).to.deep.equal([403, "SignatureDoesNotMatch"]);
      await suite.put(Bucket, "key", "text");
    });

    for (const name of ["x-amz-acl", "x-amz-copy-source", "x-amz-meta-a"])
      it(`cover ${name}`, async () => {
        const answer = await old(key(), key(), { [name]: "a/b" }, "PUT");
        expect(codeOf(answer)).to.deep.equal([403, "SignatureDoesNotMatch"]);
      });

    for (const name of ["acl", "attributes", "encryption", "legal-hold", "retention", "policyStatus", "tagging"])
      it(`cover what they ask for: ${name}`, async () => {
        const answer = await old(key(), `${key()}?${name}`);
        expect(codeOf(answer)).to.deep.equal([403, "SignatureDoesNotMatch"]);
      });

    it("are whole, or refused: nobody is taken for signed by a part of one", async () => {
      for (const part of ["AWSAccessKeyId=test", "Signature=x", "Signature=x&AWSAccessKeyId=test"]) {
        const answer = await go({ path: `${key()}?${part}` });
        expect(codeOf(answer)).to.deep.equal([403, "AccessDenied"]);
        expect(answer.text).to.include("Query-string authentication requires the Signature, Expires");
      }
    });
  });
});
