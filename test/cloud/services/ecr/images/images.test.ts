import { createHash } from "node:crypto";
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

describe("ECR's images", () => {
  const lab = useCloud();
  const repositoryName = "images";
  let client: ECRClient;
  before(async () => {
    client = lab.client(ECRClient);
    await client.send(new CreateRepositoryCommand({ repositoryName }));
  });

  /** Uploads text as a layer, in two parts. */
  const upload = async (text: string, layerDigest = digestOf(text)) => {
    const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName }));
    const bytes = Buffer.from(text);
    for (const [partFirstByte, end] of [
      [0, 3],
      [3, bytes.length],
    ] as const) {
      const layerPartBlob = bytes.subarray(partFirstByte, end);
      const part = { partFirstByte, partLastByte: end - 1, layerPartBlob };
      await client.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
    }
    return client.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [layerDigest] }));
  };
  const manifest = (...layers: string[]) =>
    JSON.stringify({
      config: { digest: digestOf("config") },
      layers: layers.map((text) => ({ digest: digestOf(text) })),
    });
  const put = (imageManifest: string, imageTag?: string) =>
    client.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }));

  it("consist of layers that are uploaded, and can be downloaded", async () => {
    expect((await upload("config")).layerDigest).to.equal(digestOf("config"));
    await upload("layer one");
    const known = await client.send(
      new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests: [digestOf("layer one"), digestOf("?")] }),
    );
    expect(known.layers?.map(({ layerAvailability }) => layerAvailability)).to.deep.equal(["AVAILABLE", "UNAVAILABLE"]);
    const input = { repositoryName, layerDigest: digestOf("layer one") };
    const { downloadUrl } = await client.send(new GetDownloadUrlForLayerCommand(input));
    expect(await (await fetch(String(downloadUrl))).text()).to.equal("layer one");
    expect((await failure(upload("layer one"))).name).to.equal("LayerAlreadyExistsException");
    expect((await failure(upload("other", digestOf("no")))).name).to.equal("InvalidLayerException");
  });

  it("are put, found by tag and digest, listed and removed", async () => {
    const text = manifest("layer one");
    const { image } = await put(text, "one");
    expect(image?.imageId).to.deep.equal({ imageDigest: digestOf(text), imageTag: "one" });
    await put(text, "two");
    const { images = [], failures } = await client.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "two" }, { imageTag: "no" }] }),
    );
    expect(images[0]?.imageManifest).to.equal(text);
    expect(failures?.[0]?.failureCode).to.equal("ImageNotFound");
    const { imageDetails = [] } = await client.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails[0]).to.deep.include({ imageTags: ["one", "two"], imageSizeInBytes: 15 });
    expect((await client.send(new ListImagesCommand({ repositoryName }))).imageIds).to.have.length(2);

    const remove = (imageTag: string) =>
      client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    await remove("one");
    expect((await client.send(new ListImagesCommand({ repositoryName }))).imageIds).to.have.length(1);
    await remove("two");
    expect((await client.send(new ListImagesCommand({ repositoryName }))).imageIds).to.have.length(0);
    expect((await remove("two")).failures).to.have.length(1);
  });

  it("are refused without their layers, twice, and over a tag that stays", async () => {
    expect((await failure(put(manifest("missing"), "x"))).name).to.equal("LayersNotFoundException");
    expect((await failure(put("no", "x"))).name).to.equal("InvalidParameterException");
    await put(manifest("layer one"), "stays");
    expect((await failure(put(manifest("layer one"), "stays"))).name).to.equal("ImageAlreadyExistsException");
    await client.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: "IMMUTABLE" }));
    expect((await failure(put(manifest(), "stays"))).name).to.equal("ImageTagAlreadyExistsException");
  });

  it("keep their repository, unless it is forced to go", async () => {
    const remove = (force: boolean) => client.send(new DeleteRepositoryCommand({ repositoryName, force }));
    expect((await failure(remove(false))).name).to.equal("RepositoryNotEmptyException");
    await remove(true);
    await client.send(new CreateRepositoryCommand({ repositoryName }));
    expect((await client.send(new ListImagesCommand({ repositoryName }))).imageIds).to.have.length(0);
  });

  const digest = digestOf("config");
  const broken: [what: string, manifest: unknown][] = [
    ["null", null],
    ["a number", 1],
    ["an empty list", []],
    ["no configuration", { layers: [] }],
    ["a configuration that is null", { config: null }],
    ["a configuration without a digest", { config: {} }],
    ["a digest that is an object", { config: { digest: { a: 1 } } }],
    ["layers that are null", { config: { digest }, layers: null }],
    ["layers that are a number", { config: { digest }, layers: -1 }],
    ["a layer that is null", { config: { digest }, layers: [null] }],
    ["a layer whose digest is a list", { config: { digest }, layers: [{ digest: [digest] }] }],
    ["a media type that is a list", { config: { digest }, mediaType: [] }],
  ];
  for (const [what, manifest] of broken)
    it(`are refused when the manifest is, or has, ${what}`, async () => {
      const error = await failure(put(JSON.stringify(manifest), "broken"));
      expect(error.name).to.equal("InvalidParameterException");
      expect(error.message).to.include("Invalid manifest");
    });
});
