import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { computeSignature, type Signature, sha256 } from "../../../lab/cloud/auth/sigv4.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/** What the SDK signs for a request, and what is computed from the request as it goes over the wire. */
async function both(
  service: string,
  method: string,
  path: string,
  query: Record<string, string | string[]>,
  more: Record<string, string> = {},
) {
  const signer = new SignatureV4({
    service,
    region: "us-east-1",
    credentials,
    sha256: Hash.bind(null, "sha256") as never,
    uriEscapePath: service !== "s3",
  });
  const headers = { host: "example.amazonaws.com", ...more };
  const request = { method, protocol: "https:", hostname: "example.amazonaws.com", path, query, headers };
  const { headers: signed } = (await signer.sign(request as never, {
    signingDate: new Date("2015-08-30T12:36:00Z"),
  })) as unknown as { headers: Record<string, string> };
  const authorization = signed.authorization as string;
  const signature: Signature = {
    accessKeyId: credentials.accessKeyId,
    day: "20150830",
    region: "us-east-1",
    service,
    signedHeaders: (/SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? "").split(";"),
    signature: /Signature=(\w+)/.exec(authorization)?.[1] as string,
    timestamp: "20150830T123600Z",
    token: undefined,
    expires: undefined,
  };
  const rawQuery = Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`))
    .join("&");
  const computed = computeSignature(
    { method, path, rawQuery, headers: signed },
    signature,
    credentials.secretAccessKey,
    sha256(""),
  );
  return { expected: signature.signature, computed: computed.signature };
}

describe("A Version 4 signature", () => {
  it("of AWS's test suite (get-vanilla) is computed", () => {
    const signature: Signature = {
      accessKeyId: "AKIDEXAMPLE",
      day: "20150830",
      region: "us-east-1",
      service: "service",
      signedHeaders: ["host", "x-amz-date"],
      signature: "",
      timestamp: "20150830T123600Z",
      token: undefined,
      expires: undefined,
    };
    const request = {
      method: "GET",
      path: "/",
      rawQuery: "",
      headers: { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" },
    };
    const { signature: computed } = computeSignature(request, signature, credentials.secretAccessKey, sha256(""));
    expect(computed).to.equal("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  });

  const cases: [
    name: string,
    service: string,
    method: string,
    path: string,
    query?: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ][] = [
    ["with a query out of order", "service", "GET", "/", { b: "2", a: "1", "a b": "c d" }],
    ["with one parameter several times", "service", "GET", "/", { a: ["2", "1"] }],
    ["with an empty parameter", "service", "GET", "/", { empty: "" }],
    ["with reserved characters in the query", "service", "GET", "/", { "k!'()*": "~-_.+/=&%" }],
    ["with spaces in a header", "service", "POST", "/", {}, { "x-amz-meta-a": "  a   b  " }],
    [
      "with an encoded path, which services other than S3 encode again",
      "lambda",
      "GET",
      "/2015-03-31/functions/arn%3Aaws%3Alambda/x",
    ],
    ["with dots and slashes in a key of S3, which stay", "s3", "GET", "/bucket/a/../b//c/./d"],
    ["with Unicode in a key of S3", "s3", "PUT", "/bucket/%C3%A9%20%F0%9F%98%80%25"],
  ];
  for (const [name, service, method, path, query = {}, headers = {}] of cases) {
    it(`${name} is the SDK's`, async () => {
      const { computed, expected } = await both(service, method, path, query, headers);
      expect(computed).to.equal(expected);
    });
  }
});
