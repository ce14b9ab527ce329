import {
  CreateSAMLProviderCommand,
  DeleteSAMLProviderCommand,
  GetSAMLProviderCommand,
  IAMClient,
  ListSAMLProvidersCommand,
  ListSAMLProviderTagsCommand,
  TagSAMLProviderCommand,
  UntagSAMLProviderCommand,
  UpdateSAMLProviderCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { metadata } from "../../sts/federation/saml-provider.ts";

describe("A SAML provider", () => {
  const lab = useCloud();
  let iam: IAMClient;
  before(() => {
    iam = lab.client(IAMClient);
  });
  const create = (Name: string, SAMLMetadataDocument = metadata(), more: object = {}) =>
    iam.send(new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument, ...more }));

  it("is made, changed, listed and removed", async () => {
    const { SAMLProviderArn = "" } = await create("town", metadata(), { Tags: [{ Key: "a", Value: "1" }] });
    expect(SAMLProviderArn).to.equal("arn:aws:iam::000000000000:saml-provider/town");
    const get = () => iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    const first = await get();
    expect(first).to.deep.include({ SAMLMetadataDocument: metadata(), Tags: [{ Key: "a", Value: "1" }] });
    expect(Number(first.ValidUntil) - Number(first.CreateDate)).to.be.above(99 * 365 * 86_400_000);
    const until = metadata(undefined, ' validUntil="2040-01-02T03:04:05Z"');
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, SAMLMetadataDocument: until }));
    expect((await get()).ValidUntil).to.deep.equal(new Date("2040-01-02T03:04:05Z"));
    await iam.send(new TagSAMLProviderCommand({ SAMLProviderArn, Tags: [{ Key: "b", Value: "2" }] }));
    await iam.send(new UntagSAMLProviderCommand({ SAMLProviderArn, TagKeys: ["a"] }));
    const { Tags } = await iam.send(new ListSAMLProviderTagsCommand({ SAMLProviderArn }));
    expect(Tags).to.deep.equal([{ Key: "b", Value: "2" }]);
    const { SAMLProviderList = [] } = await iam.send(new ListSAMLProvidersCommand());
    expect(SAMLProviderList.map(({ Arn }) => Arn)).to.deep.equal([SAMLProviderArn]);
    expect((await failure(create("town"))).name).to.equal("EntityAlreadyExistsException");
    await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }));
    expect((await failure(get())).name).to.equal("NoSuchEntityException");
  });

  const padding = `<!--${" ".repeat(1000)}-->`;
  for (const [what, document] of [
    ["no XML", "x".repeat(1000)],
    ["XML that is no metadata", `<a>${padding}</a>`],
    ["metadata without a name", metadata("")],
    ["metadata without a certificate", metadata().replace(/<md:KeyDescriptor.*KeyDescriptor>/s, padding)],
    ["metadata with a certificate that is none", metadata().replace(/(<ds:X509Certificate>)/, "$1AAAA")],
    ["metadata of too many elements", metadata().replace(/(<md:KeyDescriptor)/, `${"<b/>".repeat(60_000)}$1`)],
    [
      "metadata with a document type",
      metadata().replace("?>", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    ],
    ["XML that does not end", metadata().slice(0, -10)],
  ] as const) {
    it(`is refused: ${what}`, async () => {
      const error = await failure(create("bad", document));
      expect([error.name, error.message]).to.deep.equal(["InvalidInputException", "Could not parse metadata"]);
    });
  }
});
