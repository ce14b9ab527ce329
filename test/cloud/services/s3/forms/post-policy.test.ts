import { createHmac } from "node:crypto";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import { amzDate } from "../../../auth/sign-by-hand.ts";
import { type RawAnswer, send } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

type Fields = readonly (readonly [name: string, value: string, type?: string])[];

/** S3's own variable, not JavaScript's. */
const FILENAME = ["$", "{filename}"].join("");

describe("The policy of an s3 form upload", () => {
  const suite = useS3();
  let Bucket: string;
  beforeEach(async () => {
    Bucket = await suite.bucket();
  });
  const now = () => amzDate(suite.cloud.clock.now());
  const codeOf = ({ status, text }: RawAnswer) => [status, /<Code>(\w+)/.exec(text)?.[1]];
  const messageOf = ({ text }: RawAnswer) => /<Message>([^<]+)/.exec(text)?.[1];
  const keys = async () =>
    (await suite.s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [];

  /** Sends a form as it is: the fields in this order, then the file. */
  const sendForm = (fields: Fields, { filename = "f.txt", file = "text", boundary = "b", after = "" } = {}) => {
    const parts = fields.map(
      ([name, value, type]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n${type ? `content-type: ${type}\r\n` : ""}\r\n${value}\r\n`,
    );
    const last = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\n\r\n${file}\r\n`;
    const body = Buffer.from(`${parts.join("")}${last}${after}--${boundary}--\r\n`, "latin1");
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    return send(suite.cloud.endpoint, { method: "POST", path: `/${Bucket}`, headers, body });
  };

  interface Signing {
    readonly conditions?: readonly unknown[];
    /** Whether the conditions are all there are: by default those of the fields come before. */
    readonly only?: boolean;
    readonly document?: unknown;
    readonly expiration?: string;
    readonly scope?: string;
    readonly date?: string;
    readonly algorithm?: string;
    readonly key?: { readonly id: string; readonly secret: string };
  }
  /** The fields with a policy that names each of them, signed. */
  const signed = (fields: Fields, signing: Signing = {}): Fields => {
    const { date = now(), key = { id: "test", secret: "test" }, expiration = "2999-01-01T00:00:00Z" } = signing;
    const scope = signing.scope ?? `${now().slice(0, 8)}/us-east-1/s3/aws4_request`;
    const own = [
      ["x-amz-algorithm", signing.algorithm ?? "AWS4-HMAC-SHA256"],
      ["x-amz-credential", `${key.id}/${scope}`],
      ["x-amz-date", date],
    ] as const;
    const usual = [{ bucket: Bucket }, ...own.map(([name, value]) => ({ [name]: value }))];
    const named = fields.map(([name]) => ["starts-with", `$${name}`, ""]);
    const conditions = [...(signing.only ? [] : [...usual, ...named]), ...(signing.conditions ?? [])];
    const policy = Buffer.from(
      JSON.stringify("document" in signing ? signing.document : { expiration, conditions }),
    ).toString("base64");
    const signature = scope
      .split("/")
      .reduce((last: string | Buffer, part) => createHmac("sha256", last).update(part).digest(), `AWS4${key.secret}`);
    const proof = createHmac("sha256", signature).update(policy).digest("hex");
    return [...fields, ...own, ["policy", policy], ["x-amz-signature", proof]];
  };
  const post = (fields: Fields, signing?: Signing, sent?: Parameters<typeof sendForm>[1]) =>
    sendForm(signed(fields, signing), sent);
  const KEY = [["key", "key"]] as const;
  const tomorrow = () => amzDate(suite.cloud.clock.now() + 86_400_000);

  it("lets in what it says", async () => {
    expect((await post(KEY)).status).to.equal(204);
    expect(await keys()).to.deep.equal(["key"]);
  });

  const outside: [what: string, code: [number, string], attempt: () => Promise<RawAnswer>][] = [
    // Only Content-Type may be several values.
    [
      "a list where one value is meant",
      [403, "AccessDenied"],
      () => post([["key", "a,user/1"]], { conditions: [["starts-with", "$key", "user/"]] }),
    ],
    [
      "the last of several values",
      [403, "AccessDenied"],
      () =>
        post(
          [
            ["key", "user/1,evil"],
            ["x-amz-meta-a", "b,c"],
          ],
          { conditions: [["starts-with", "$x-amz-meta-a", "c"]] },
        ),
    ],
    [
      "one content type of two that is not meant",
      [403, "AccessDenied"],
      () =>
        post([...KEY, ["Content-Type", "image/png, text/html"]], {
          conditions: [["starts-with", "$Content-Type", "image/"]],
        }),
    ],
    [
      "what one of two conditions forbids",
      [403, "AccessDenied"],
      () =>
        post([["key", "a1"]], {
          conditions: [
            ["starts-with", "$key", "a"],
            ["eq", "$key", "a2"],
            ["starts-with", "$key", ""],
          ],
        }),
    ],
    [
      "a file that is too large for the first range",
      [400, "EntityTooLarge"],
      () =>
        post(KEY, {
          conditions: [
            ["content-length-range", 0, 2],
            ["content-length-range", 0, 999],
          ],
        }),
    ],
    [
      "a file that is too small for the first range",
      [400, "EntityTooSmall"],
      () =>
        post(KEY, {
          conditions: [
            ["content-length-range", 9, 99],
            ["content-length-range", 0, 999],
          ],
        }),
    ],
    [
      "a key that only its file's name makes",
      [403, "AccessDenied"],
      () => post([["key", FILENAME]], { conditions: [["starts-with", "$key", "user/"]] }, { filename: "evil" }),
    ],
    [
      "a field twice",
      [400, "InvalidArgument"],
      () => sendForm([["key", "other"], ...signed(KEY, { conditions: [{ key: "key" }] })]),
    ],
    [
      "a field twice in other letters",
      [400, "InvalidArgument"],
      () => sendForm([...signed(KEY, { conditions: [{ key: "key" }] }), ["Key", "other"]]),
    ],
    [
      "no bucket among its conditions",
      [403, "AccessDenied"],
      () => post(KEY, { only: true, conditions: [{ key: "key" }] }),
    ],
    [
      "the bucket in other letters",
      [403, "AccessDenied"],
      () => post(KEY, { only: true, conditions: [{ key: "key" }, { Bucket }] }),
    ],
    ["another bucket", [403, "AccessDenied"], () => post(KEY, { conditions: [{ bucket: "other" }] })],
    [
      "another bucket that a field names",
      [403, "AccessDenied"],
      () => post([...KEY, ["bucket", "other"]], { conditions: [{ bucket: "other" }] }),
    ],
    ["an end in words", [400, "InvalidPolicyDocument"], () => post(KEY, { expiration: "Jan 1, 2999" })],
    ["an end without a time", [400, "InvalidPolicyDocument"], () => post(KEY, { expiration: "2999" })],
    [
      "an end that does not exist",
      [400, "InvalidPolicyDocument"],
      () => post(KEY, { expiration: "2999-13-01T00:00:00Z" }),
    ],
    ["an end that is past", [403, "AccessDenied"], () => post(KEY, { expiration: "2020-01-01T00:00:00Z" })],
    ["no conditions", [400, "InvalidPolicyDocument"], () => post(KEY, { only: true })],
    ["a document that is null", [400, "InvalidPolicyDocument"], () => post(KEY, { document: null })],
    [
      "the scope of another service",
      [400, "InvalidArgument"],
      () => post(KEY, { scope: `${now().slice(0, 8)}/us-east-1/iam/aws4_request` }),
    ],
    [
      "a scope that ends otherwise",
      [400, "InvalidArgument"],
      () => post(KEY, { scope: `${now().slice(0, 8)}/us-east-1/s3/aws5` }),
    ],
    [
      "a scope that goes on",
      [400, "InvalidArgument"],
      () => post(KEY, { scope: `${now().slice(0, 8)}/us-east-1/s3/aws4_request/x` }),
    ],
    ["a date of another day", [400, "InvalidArgument"], () => post(KEY, { date: tomorrow() })],
    ["a date that is none", [400, "InvalidArgument"], () => post(KEY, { date: now().slice(0, 8) })],
    ["another algorithm", [400, "InvalidArgument"], () => post(KEY, { algorithm: "AWS4-HMAC-SHA1" })],
    [
      "a token with a long-lived key",
      [400, "InvalidToken"],
      () => post([...KEY, ["x-amz-security-token", "token"]], { key: longLived() }),
    ],
    [
      "a signature in other letters",
      [403, "SignatureDoesNotMatch"],
      () =>
        sendForm(
          signed(KEY).map(([name, value]) => [
            name,
            name === "x-amz-signature" ? "\xe9".repeat(64) : value,
            "text/plain; charset=latin1",
          ]),
        ),
    ],
  ];
  const longLived = () => {
    const key = suite.cloud.running.cloud.credentials.issueAccessKey(rootOf("000000000000"));
    return { id: key.AccessKeyId, secret: key.SecretAccessKey };
  };
  for (const [what, code, attempt] of outside)
    it(`refuses ${what}`, async () => {
      expect(codeOf(await attempt())).to.deep.equal(code);
      expect(await keys()).to.deep.equal([]);
    });

  // The words are AWS's.
  const malformed: [condition: unknown, problem: string][] = [
    [["starts-with", "$key"], "Invalid starts-with: wrong number of arguments."],
    [["starts-with", "$key", "a", "b"], "Invalid starts-with: wrong number of arguments."],
    [["eq", "$key"], "Invalid Eq: wrong number of arguments."],
    [["content-length-range", 0], "Invalid content-length-range: wrong number of arguments."],
    [["content-length-range", 0, 1, 2], "Invalid content-length-range: wrong number of arguments."],
    [["unknown-op", "$key", "a"], "Invalid Condition: unknown operation &apos;unknown-op&apos;."],
    ["text", "Invalid condition test: must be a List or Object."],
    [null, "Invalid condition test: must be a List or Object."],
    [
      { key: "key", acl: "private" },
      "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
    ],
    [{}, "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."],
    [["eq", "$key", { a: 1 }], "Invalid Condition: values must be strings."],
    [[JSON.parse(`${"[".repeat(900)}${"]".repeat(900)}`), 1, 2], "Invalid Condition: unknown operation &apos;&apos;."],
  ];
  for (const [condition, problem] of malformed)
    it(`refuses the condition ${JSON.stringify(condition).slice(0, 60)}, which would be left out otherwise`, async () => {
      const answer = await post(KEY, { conditions: [condition] });
      expect(codeOf(answer)).to.deep.equal([400, "InvalidPolicyDocument"]);
      expect(messageOf(answer)).to.equal(`Invalid Policy: ${problem}`);
    });

  it("is about fields with the file's name in them", async () => {
    const fields = [
      ["key", `user/${FILENAME}`],
      ["x-amz-meta-name", FILENAME],
    ] as const;
    const conditions = [["eq", "$key", "user/photo.gif"]];
    expect((await post(fields, { conditions }, { filename: "C:\\\\tmp\\\\photo.gif" })).status).to.equal(204);
    const head = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "user/photo.gif" }));
    expect(head.Metadata).to.deep.equal({ name: "photo.gif" });
  });

  it("may list content types", async () => {
    const conditions = [["starts-with", "$Content-Type", "image/"]];
    expect((await post([...KEY, ["Content-Type", "image/png, image/gif"]], { conditions })).status).to.equal(204);
  });

  const unheard: [what: string, name: string, value: string][] = [
    ["a line break in a content type", "Content-Type", "text/html\r\nset-cookie: a=b"],
    ["NUL in a content type", "Content-Type", "text/\0html"],
    [
      "letters that no header has",
      "Content-Disposition",
      Buffer.from('attachment; filename="\u65e5"').toString("latin1"),
    ],
    ["a line break in a redirect", "x-amz-website-redirect-location", "/a\r\nb"],
    ["a blank in a metadata name", "x-amz-meta-a b", "c"],
    ["a colon in a metadata name", "x-amz-meta-a:b", "c"],
    ["NUL in a metadata name", "x-amz-meta-a\0b", "c"],
    ["a control character in a metadata name", "x-amz-meta-a\x7fb", "c"],
    ["a storage class that is none", "x-amz-storage-class", "A\r\nB"],
  ];
  for (const [what, name, value] of unheard)
    it(`refuses ${what}, which no header can hold`, async () => {
      const answer = await post([...KEY, [name, value]]);
      expect(answer.status, answer.text).to.equal(400);
      expect(await keys()).to.deep.equal([]);
    });

  it("keeps metadata values that no header can hold, and answers them encoded", async () => {
    expect((await post([...KEY, ["x-amz-meta-a", "b\r\nc\0"]])).status).to.equal(204);
    const { Metadata } = await suite.s3.send(new GetObjectCommand({ Bucket, Key: "key" }));
    expect(Metadata).to.deep.equal({ a: `=?UTF-8?B?${Buffer.from("b\r\nc\0").toString("base64")}?=` });
  });

  const hostile: [what: string, fields: Fields, sent?: Parameters<typeof sendForm>[1]][] = [
    ["a part without a name", [], { after: "" }],
    ["half a character", [["key", "\x00\xd8", "text/plain; charset=utf-16le"]]],
    ["a boundary that is too long", KEY, { boundary: "a".repeat(8_000), file: "a".repeat(300_000) }],
    ["a file's name that makes the key too long", [["key", FILENAME.repeat(1_500)]], { filename: "x".repeat(60_000) }],
    ["many empty parts before the file", Array(100_000).fill(["", ""])],
  ];
  for (const [what, fields, sent] of hostile)
    it(`is not reached by a form with ${what}, which does the cloud no harm`, async () => {
      const answer =
        what === "a part without a name"
          ? await send(suite.cloud.endpoint, {
              method: "POST",
              path: `/${Bucket}`,
              headers: { "content-type": "multipart/form-data; boundary=b" },
              body: "--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--\r\n",
            })
          : await sendForm(fields, sent);
      expect(answer.status).to.be.within(400, 403);
      expect((await post(KEY)).status).to.equal(204);
    });

  it("does not care what follows the file, nor read it", async () => {
    const after = "--b\r\n\r\n\r\n".repeat(400_000);
    expect((await post(KEY, {}, { after })).status).to.equal(204);
    expect(await suite.text(Bucket, "key")).to.equal("text");
  });
});
