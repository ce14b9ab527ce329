import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { CERTIFICATES, OTHER_PRIVATE_KEY, PRIVATE_KEY } from "./certificates.ts";

const [CertificateBody, CertificateChain] = CERTIFICATES;

describe("A server certificate", () => {
  const lab = useCloud();
  let iam: IAM;
  before(() => {
    iam = lab.client(IAM);
  });

  it("is uploaded with its private key, listed by path, and read without the key", async () => {
    const { ServerCertificateMetadata } = await iam.uploadServerCertificate({
      ServerCertificateName: "site",
      Path: "/cloudfront/",
      CertificateBody,
      CertificateChain,
      PrivateKey: PRIVATE_KEY,
    });
    expect(ServerCertificateMetadata).to.include({
      ServerCertificateName: "site",
      Path: "/cloudfront/",
      Arn: "arn:aws:iam::000000000000:server-certificate/cloudfront/site",
    });
    expect(ServerCertificateMetadata?.ServerCertificateId).to.match(/^ASCA[A-Z2-7]{17}$/);
    expect(ServerCertificateMetadata?.Expiration?.getUTCFullYear()).to.be.greaterThan(2100);
    const { ServerCertificate } = await iam.getServerCertificate({ ServerCertificateName: "site" });
    expect(ServerCertificate).to.deep.equal({ ServerCertificateMetadata, CertificateBody, CertificateChain, Tags: [] });
    const listed = async (PathPrefix?: string) =>
      (await iam.listServerCertificates({ PathPrefix })).ServerCertificateMetadataList;
    expect(await listed()).to.deep.equal([ServerCertificateMetadata]);
    expect(await listed("/cloudfront/")).to.deep.equal([ServerCertificateMetadata]);
    expect(await listed("/other/")).to.deep.equal([]);
  });

  it("is refused when its key is another's, when there is one of the name, and when it is none", async () => {
    const upload = async (more: object) => {
      const input = { ServerCertificateName: "new", CertificateBody, PrivateKey: PRIVATE_KEY, ...more };
      const { name, message } = await failure(iam.uploadServerCertificate(input));
      return [name, message];
    };
    expect((await upload({ PrivateKey: OTHER_PRIVATE_KEY }))[0]).to.equal("KeyPairMismatchException");
    expect(await upload({ ServerCertificateName: "Site" })).to.deep.equal([
      "EntityAlreadyExistsException",
      "The Server Certificate with name Site already exists.",
    ]);
    expect(await upload({ CertificateBody: "none" })).to.deep.equal([
      "MalformedCertificateException",
      "Certificate none is malformed.",
    ]);
  });

  it("has tags, gets another name and path, and goes", async () => {
    await iam.tagServerCertificate({ ServerCertificateName: "site", Tags: [{ Key: "a", Value: "1" }] });
    await iam.updateServerCertificate({
      ServerCertificateName: "site",
      NewServerCertificateName: "shop",
      NewPath: "/shop/",
    });
    const { Tags } = await iam.listServerCertificateTags({ ServerCertificateName: "shop" });
    expect(Tags).to.deep.equal([{ Key: "a", Value: "1" }]);
    await iam.untagServerCertificate({ ServerCertificateName: "shop", TagKeys: ["a"] });
    const { ServerCertificate } = await iam.getServerCertificate({ ServerCertificateName: "shop" });
    expect(ServerCertificate?.ServerCertificateMetadata?.Arn).to.equal(
      "arn:aws:iam::000000000000:server-certificate/shop/shop",
    );
    await iam.deleteServerCertificate({ ServerCertificateName: "shop" });
    const gone = await failure(iam.deleteServerCertificate({ ServerCertificateName: "shop" }));
    expect([gone.name, gone.message]).to.deep.equal([
      "NoSuchEntityException",
      "The Server Certificate with name shop cannot be found.",
    ]);
  });
});
