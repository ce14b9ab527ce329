import { AwsError } from "../../../errors.ts";
import { BASE_32, randomId } from "../../../service/ids.ts";
import { checkQuota } from "../entities/quotas.ts";
import type { SigningCertificate } from "../records.ts";
import { readCertificate } from "../server-certificates/certificate-files.ts";
import type { Iam } from "../state.ts";
import { allOf, change, pageOf, put, remove, userOf } from "./kept.ts";

/** AWS takes them for requests by SOAP; nothing in the lab does. */
export const uploadSigningCertificate: Iam["UploadSigningCertificate"] = (input, context) => {
  const { cloud } = context;
  const { CertificateBody: body } = input;
  return cloud.store.write(() => {
    const user = userOf(input, context);
    readCertificate(body);
    const others = allOf("signingCertificates", user, context);
    if (others.some((other) => other.body === body))
      throw new AwsError("DuplicateCertificate", "The certificate already exists for the user.");
    checkQuota("CertificatesPerUser", others.length + 1);
    const certificate: SigningCertificate = {
      id: randomId(32, BASE_32),
      body,
      active: true,
      uploaded: cloud.clock.now(),
    };
    put("signingCertificates", user, certificate, context);
    return { Certificate: described(certificate, user.name) };
  });
};

export const listSigningCertificates: Iam["ListSigningCertificates"] = (input, context) => {
  const user = userOf(input, context);
  const { page, marker } = pageOf("signingCertificates", user, input, context);
  return { Certificates: page.map(({ one }) => described(one, user.name)), ...marker };
};

export const updateSigningCertificate: Iam["UpdateSigningCertificate"] = (input, context) => {
  change("signingCertificates", input.CertificateId, input, context, (certificate) => ({
    ...certificate,
    active: input.Status === "Active",
  }));
  return {};
};

export const deleteSigningCertificate: Iam["DeleteSigningCertificate"] = (input, context) =>
  remove("signingCertificates", input.CertificateId, input, context);

function described({ id, body, active, uploaded }: SigningCertificate, UserName: string) {
  return {
    UserName,
    CertificateId: id,
    CertificateBody: body,
    Status: active ? ("Active" as const) : ("Inactive" as const),
    UploadDate: new Date(uploaded),
  };
}
