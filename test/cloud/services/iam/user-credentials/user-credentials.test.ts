import { createHash, generateKeyPairSync } from "node:crypto";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { CERTIFICATES } from "../server-certificates/certificates.ts";

const UserName = "ann";

/** A public key, in PEM and as ssh-keygen writes it. */
function newKey(modulusLength = 2048) {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  const fields = [
    Buffer.from("ssh-rsa"),
    Buffer.from(e, "base64url"),
    Buffer.concat([Buffer.alloc(1), Buffer.from(n, "base64url")]),
  ];
  const bytes = Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(field.length);
      return [length, field];
    }),
  );
  return { pem: publicKey.export({ type: "spki", format: "pem" }) as string, ssh: bytes.toString("base64"), bytes };
}

describe("What users prove who they are by elsewhere", () => {
  const lab = useCloud();
  let iam: IAM;
  before(async () => {
    iam = lab.client(IAM);
    await iam.createUser({ UserName });
  });

  it("is nothing at first", async () => {
    expect((await iam.listSSHPublicKeys({ UserName })).SSHPublicKeys).to.deep.equal([]);
    expect((await iam.listSigningCertificates({ UserName })).Certificates).to.deep.equal([]);
    expect((await iam.listServiceSpecificCredentials({ UserName })).ServiceSpecificCredentials).to.deep.equal([]);
    const nobody = await failure(iam.listSigningCertificates({ UserName: "nobody" }));
    expect(nobody.message).to.equal("The user with name nobody cannot be found.");
  });

  it("may be an SSH public key, in either format", async () => {
    const { pem, ssh, bytes } = newKey();
    const body = `ssh-rsa ${ssh} ann@example.com`;
    const { SSHPublicKey } = await iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: body });
    const { SSHPublicKeyId = "", Fingerprint } = SSHPublicKey ?? {};
    expect(SSHPublicKeyId).to.match(/^APKA[A-Z2-7]{17}$/);
    const digest = createHash("md5").update(bytes).digest("hex");
    expect(Fingerprint?.replaceAll(":", "")).to.equal(digest);
    const get = async (Encoding: "SSH" | "PEM") =>
      (await iam.getSSHPublicKey({ UserName, SSHPublicKeyId, Encoding })).SSHPublicKey?.SSHPublicKeyBody;
    expect([await get("SSH"), await get("PEM")]).to.deep.equal([body, pem]);
    const twice = await failure(iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: pem }));
    expect(twice.name).to.equal("DuplicateSSHPublicKeyException");
    await iam.updateSSHPublicKey({ UserName, SSHPublicKeyId, Status: "Inactive" });
    const { SSHPublicKeys = [] } = await iam.listSSHPublicKeys({ UserName });
    expect(SSHPublicKeys.map(({ Status }) => Status)).to.deep.equal(["Inactive"]);
  });

  const invalid: [why: string, body: string][] = [
    ["a key that is too short", `ssh-rsa ${newKey(1024).ssh}`],
    ["a key of another kind", `ssh-ed25519 ${newKey().ssh}`],
    ["a key that ends too soon", `ssh-rsa ${newKey().ssh.slice(0, 80)}`],
    ["no key at all", "hello"],
  ];
  for (const [why, SSHPublicKeyBody] of invalid) {
    it(`is not ${why}`, async () => {
      const refused = await failure(iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody }));
      expect(refused.name).to.equal("InvalidPublicKeyException");
    });
  }

  it("may be a signing certificate, and two at most", async () => {
    const upload = async (CertificateBody: string) =>
      (await iam.uploadSigningCertificate({ UserName, CertificateBody })).Certificate;
    const first = await upload(CERTIFICATES[0]);
    expect(first).to.include({ UserName, Status: "Active", CertificateBody: CERTIFICATES[0] });
    await upload(CERTIFICATES[1]);
    const third = await failure(upload(CERTIFICATES[2]));
    expect(third.message).to.equal("Cannot exceed quota for CertificatesPerUser: 2");
    const malformed = await failure(upload("none"));
    expect(malformed.message).to.equal("Certificate none is malformed.");
    await iam.updateSigningCertificate({ UserName, CertificateId: first?.CertificateId, Status: "Inactive" });
    const unknown = { UserName, CertificateId: "NONEXISTENTCERTID12345678901" };
    expect((await failure(iam.deleteSigningCertificate(unknown))).message).to.equal(
      "The Certificate with id NONEXISTENTCERTID12345678901 cannot be found.",
    );
    await iam.generateCredentialReport();
    const { Content } = await iam.getCredentialReport();
    const row =
      Buffer.from(Content ?? [])
        .toString()
        .split("\n")
        .find((line) => line.startsWith("ann,")) ?? "";
    const columns = row.split(",").slice(-4);
    expect([columns[0], columns[2]].sort()).to.deep.equal(["false", "true"]);
  });

  it("may be a name and a password for one service", async () => {
    const ServiceName = "codecommit.amazonaws.com";
    const { ServiceSpecificCredential: made } = await iam.createServiceSpecificCredential({ UserName, ServiceName });
    expect(made).to.include({ UserName, ServiceName, ServiceUserName: "ann-at-000000000000", Status: "Active" });
    expect(made?.ServiceSpecificCredentialId).to.match(/^ACCA[A-Z2-7]{17}$/);
    const { ServiceSpecificCredential: next } = await iam.createServiceSpecificCredential({ UserName, ServiceName });
    expect(next?.ServiceUserName).to.equal("ann+1-at-000000000000");
    const third = await failure(iam.createServiceSpecificCredential({ UserName, ServiceName }));
    expect(third.name).to.equal("LimitExceededException");
    const ServiceSpecificCredentialId = made?.ServiceSpecificCredentialId;
    const { ServiceSpecificCredential: reset } = await iam.resetServiceSpecificCredential({
      UserName,
      ServiceSpecificCredentialId,
    });
    expect(reset?.ServicePassword).to.be.a("string").that.does.not.equal(made?.ServicePassword);
    const { ServiceSpecificCredentials = [] } = await iam.listServiceSpecificCredentials({ UserName });
    expect(ServiceSpecificCredentials).to.have.length(2);
    expect(ServiceSpecificCredentials[0]).to.not.have.property("ServicePassword");
    const other = { UserName, ServiceName: "ec2.amazonaws.com" };
    expect((await failure(iam.createServiceSpecificCredential(other))).name).to.equal("ServiceNotSupportedException");
  });

  it("is the user's own to look at, without saying who", async () => {
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "iam:List*", Resource: "arn:aws:iam::*:user/ann" },
    });
    await iam.putUserPolicy({ UserName, PolicyName: "own", PolicyDocument });
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId as string,
      secretAccessKey: AccessKey?.SecretAccessKey as string,
    };
    const own = lab.client(IAM, { credentials });
    expect((await own.listSSHPublicKeys({})).SSHPublicKeys).to.have.length(1);
    await iam.deleteUserPolicy({ UserName, PolicyName: "own" });
    await iam.deleteAccessKey({ UserName, AccessKeyId: credentials.accessKeyId });
  });

  it("stays with a user who gets another name, and keeps him from being deleted", async () => {
    await iam.updateUser({ UserName, NewUserName: "anna" });
    const user = { UserName: "anna" };
    const refusal = async () => (await failure(iam.deleteUser(user))).message;
    const { SSHPublicKeys = [] } = await iam.listSSHPublicKeys(user);
    expect(await refusal()).to.equal("Cannot delete entity, must delete SSH public keys first.");
    for (const { SSHPublicKeyId } of SSHPublicKeys) await iam.deleteSSHPublicKey({ ...user, SSHPublicKeyId });
    expect(await refusal()).to.equal("Cannot delete entity, must delete signing certificates first.");
    const { Certificates = [] } = await iam.listSigningCertificates(user);
    for (const { CertificateId } of Certificates) await iam.deleteSigningCertificate({ ...user, CertificateId });
    const { ServiceSpecificCredentials = [] } = await iam.listServiceSpecificCredentials(user);
    for (const { ServiceSpecificCredentialId } of ServiceSpecificCredentials)
      await iam.deleteServiceSpecificCredential({ ...user, ServiceSpecificCredentialId });
    await iam.deleteUser(user);
  });
});
