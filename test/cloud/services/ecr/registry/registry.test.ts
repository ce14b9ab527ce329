import { createHash } from "node:crypto";
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { ECR } from "@aws-sdk/client-ecr";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";

const INDEX = "application/vnd.oci.image.index.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const digestOf = (bytes: string | Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

describe("A registry", () => {
  const lab = useCloud();
  const NAME = "team/app";
  let ecr: ECR;
  let authorization: string;
  const tokenOf = async (client: ECR) => {
    const { authorizationData = [] } = await client.getAuthorizationToken({});
    return `Basic ${authorizationData[0]?.authorizationToken}`;
  };
  before(async () => {
    ecr = lab.client(ECR);
    await ecr.createRepository({ repositoryName: NAME });
    authorization = await tokenOf(ecr);
  });

  const ask = (method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request(
        new URL(path, lab.endpoint),
        { method, headers: { authorization, ...headers } },
        async (response) =>
          resolve({ status: response.statusCode, headers: response.headers, body: await buffer(response) }),
      );
      sent.once("error", reject).end(body);
    });
  const errorOf = ({ status, body }: Answer) => [status, JSON.parse(body.toString()).errors[0].code];
  /** Uploads at once. */
  const push = async (bytes: string | Buffer, name = NAME) => {
    const digest = digestOf(bytes);
    const { status } = await ask("POST", `/v2/${name}/blobs/uploads/?digest=${digest}`, bytes);
    expect(status).to.equal(201);
    return digest;
  };
  const manifestOf = (config: string, ...layers: string[]) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: config, size: 1 },
      layers: layers.map((digest) => ({ digest, size: 1 })),
    });
  const putManifest = (text: string, reference: string, type = MANIFEST) =>
    ask("PUT", `/v2/${NAME}/manifests/${reference}`, text, { "content-type": type });

  it("asks who is there, and knows a token of GetAuthorizationToken", async () => {
    const unknown = await ask("GET", "/v2/", undefined, { authorization: "" });
    expect(errorOf(unknown)).to.deep.equal([401, "UNAUTHORIZED"]);
    expect(unknown.headers["www-authenticate"]).to.match(/^Basic realm="http:\/\/.+",service="ecr.amazonaws.com"$/);
    const wrong = `Basic ${Buffer.from("AWS:guess").toString("base64")}`;
    expect((await ask("GET", "/v2/", undefined, { authorization: wrong })).status).to.equal(401);
    const known = await ask("GET", "/v2/");
    expect([known.status, known.headers["docker-distribution-api-version"]]).to.deep.equal([200, "registry/2.0"]);
  });

  it("takes a layer in pieces, and gives it back", async () => {
    const bytes = Buffer.alloc(25_000_000, "layer");
    const digest = digestOf(bytes);
    expect((await ask("HEAD", `/v2/${NAME}/blobs/${digest}`)).status).to.equal(404);
    const { status, headers } = await ask("POST", `/v2/${NAME}/blobs/uploads/`);
    expect(status).to.equal(202);
    const location = String(headers.location);
    const patched = await ask("PATCH", location, bytes.subarray(0, 24_000_000));
    expect([patched.status, patched.headers.range]).to.deep.equal([202, "0-23999999"]);
    expect((await ask("GET", location)).headers.range).to.equal("0-23999999");
    const wrong = await ask("PATCH", location, "x", { "content-range": "5-5" });
    expect(errorOf(wrong)).to.deep.equal([416, "BLOB_UPLOAD_INVALID"]);
    const put = await ask("PUT", `${location}?digest=${digest}`, bytes.subarray(24_000_000));
    expect([put.status, put.headers["docker-content-digest"]]).to.deep.equal([201, digest]);
    const found = await ask("GET", `/v2/${NAME}/blobs/${digest}`);
    expect([found.status, digestOf(found.body)]).to.deep.equal([200, digest]);
    expect((await ask("HEAD", `/v2/${NAME}/blobs/${digest}`)).headers["content-length"]).to.equal("25000000");
  });

  it("refuses what has another digest, and what goes to no upload", async () => {
    const wrong = await ask("POST", `/v2/${NAME}/blobs/uploads/?digest=${digestOf("a")}`, "b");
    expect(errorOf(wrong)).to.deep.equal([400, "DIGEST_INVALID"]);
    expect(errorOf(await ask("PATCH", `/v2/${NAME}/blobs/uploads/none`, "b"))).to.deep.equal([
      404,
      "BLOB_UPLOAD_UNKNOWN",
    ]);
    expect(errorOf(await ask("POST", "/v2/none/blobs/uploads/"))).to.deep.equal([404, "NAME_UNKNOWN"]);
  });

  it("takes a manifest when its layers are there, by tag and by digest", async () => {
    const config = await push("config");
    const layer = await push("layer");
    const early = await putManifest(manifestOf(config, digestOf("missing")), "early");
    expect(errorOf(early)).to.deep.equal([404, "MANIFEST_BLOB_UNKNOWN"]);
    const text = manifestOf(config, layer);
    const digest = digestOf(text);
    const put = await putManifest(text, "one");
    expect([put.status, put.headers["docker-content-digest"]]).to.deep.equal([201, digest]);
    expect((await putManifest(text, "one")).status).to.equal(201);
    for (const reference of ["one", digest]) {
      const { status, headers, body } = await ask("GET", `/v2/${NAME}/manifests/${reference}`);
      expect([status, headers["content-type"], headers["docker-content-digest"], body.toString()]).to.deep.equal([
        200,
        MANIFEST,
        digest,
        text,
      ]);
    }
    expect((await ask("HEAD", `/v2/${NAME}/manifests/one`)).body).to.have.length(0);
    expect(errorOf(await ask("GET", `/v2/${NAME}/manifests/none`))).to.deep.equal([404, "MANIFEST_UNKNOWN"]);
    const mismatch = await putManifest(text, digestOf("other"));
    expect(errorOf(mismatch)).to.deep.equal([400, "DIGEST_INVALID"]);
    const { imageDetails = [] } = await ecr.describeImages({ repositoryName: NAME, imageIds: [{ imageTag: "one" }] });
    expect(imageDetails[0]).to.include({
      imageDigest: digest,
      imageSizeInBytes: 11,
      artifactMediaType: "application/vnd.oci.image.config.v1+json",
    });
  });

  it("takes an index when its images are there, and keeps them as long", async () => {
    const [config, layer] = [await push("config"), await push("for arm")];
    const image = manifestOf(config, layer);
    await putManifest(image, digestOf(image));
    const indexOf = (digest: string) =>
      JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [{ mediaType: MANIFEST, digest, size: 1 }] });
    const missing = await putManifest(indexOf(digestOf("missing")), "multi", INDEX);
    expect(errorOf(missing)).to.deep.equal([404, "MANIFEST_BLOB_UNKNOWN"]);
    const index = indexOf(digestOf(image));
    expect((await putManifest(index, "multi", INDEX)).status).to.equal(201);
    const found = await ask("GET", `/v2/${NAME}/manifests/multi`);
    expect([found.headers["content-type"], found.body.toString()]).to.deep.equal([INDEX, index]);
    const { imageDetails } = await ecr.describeImages({ repositoryName: NAME, imageIds: [{ imageTag: "multi" }] });
    expect(imageDetails?.[0])
      .to.include({ imageManifestMediaType: INDEX })
      .and.not.to.have.property("imageSizeInBytes");
    const imageIds = [{ imageDigest: digestOf(image) }];
    const { failures = [] } = await ecr.batchDeleteImage({ repositoryName: NAME, imageIds });
    expect(failures[0]).to.include({
      failureCode: "ImageReferencedByManifestList",
      failureReason: `Requested image referenced by manifest list: [${digestOf(index)}]`,
    });
  });

  it("lists tags and repositories, page by page", async () => {
    const page = await ask("GET", `/v2/${NAME}/tags/list?n=1`);
    expect(JSON.parse(page.body.toString())).to.deep.equal({ name: NAME, tags: ["multi"] });
    expect(page.headers.link).to.equal(`</v2/${NAME}/tags/list?n=1&last=multi>; rel="next"`);
    const rest = await ask("GET", `/v2/${NAME}/tags/list?n=10&last=multi`);
    expect([JSON.parse(rest.body.toString()).tags, rest.headers.link]).to.deep.equal([["one"], undefined]);
    const all = await ask("GET", "/v2/_catalog");
    expect(JSON.parse(all.body.toString())).to.deep.equal({ repositories: [NAME] });
  });

  it("leaves an immutable tag where it is, but for those that are excluded", async () => {
    const config = await push("config");
    await ecr.putImageTagMutability({
      repositoryName: NAME,
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "dev-*" }],
    });
    const [first, second] = [manifestOf(config), manifestOf(config, config)];
    for (const tag of ["v1", "dev-1"]) expect((await putManifest(first, tag)).status).to.equal(201);
    expect(errorOf(await putManifest(second, "v1"))).to.deep.equal([400, "TAG_INVALID"]);
    expect((await putManifest(second, "dev-1")).status).to.equal(201);
  });

  it("lets who has a token do what he may do with the API", async () => {
    const iam = lab.client(IAM);
    await iam.createUser({ UserName: "puller" });
    await iam.attachUserPolicy({
      UserName: "puller",
      PolicyArn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    });
    const { AccessKey } = await iam.createAccessKey({ UserName: "puller" });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const token = await tokenOf(lab.client(ECR, { credentials: { accessKeyId, secretAccessKey } }));
    const pull = await ask("GET", `/v2/${NAME}/manifests/v1`, undefined, { authorization: token });
    expect(pull.status).to.equal(200);
    const denied = await ask("POST", `/v2/${NAME}/blobs/uploads/`, undefined, { authorization: token });
    expect(errorOf(denied)).to.deep.equal([403, "DENIED"]);
  });

  it("of another account is found by its host, and is another's", async () => {
    const host = "111111111111.dkr.ecr.eu-west-1.localhost:4566";
    const credentials = { accessKeyId: "111111111111", secretAccessKey: "test" };
    const other = lab.client(ECR, { region: "eu-west-1", credentials });
    await other.createRepository({ repositoryName: "theirs" });
    const denied = await ask("GET", "/v2/theirs/tags/list", undefined, { host });
    expect(errorOf(denied)).to.deep.equal([403, "DENIED"]);
    const own = await ask("GET", "/v2/theirs/tags/list", undefined, { host, authorization: await tokenOf(other) });
    expect(JSON.parse(own.body.toString())).to.deep.equal({ name: "theirs", tags: [] });
  });

  it("leaves to a bucket what is addressed to it", async () => {
    const s3 = lab.client(S3);
    await s3.createBucket({ Bucket: "plain" });
    const answer = await ask("GET", "/v2/key", undefined, { host: "plain.s3.localhost:4566", authorization: "" });
    expect(answer.headers["content-type"]).to.equal("application/xml");
  });

  it("refuses a token after twelve hours", async () => {
    await lab.clock.advance(13 * 3_600_000);
    expect(errorOf(await ask("GET", "/v2/"))).to.deep.equal([403, "DENIED"]);
  });
});
