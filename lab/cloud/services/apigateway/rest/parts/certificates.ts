import { generateKeyPairSync } from "node:crypto";
import type { ClientCertificate } from "@aws-sdk/client-api-gateway";
import { newId } from "../../shared/ids.ts";
import { checkAccountQuota } from "../../shared/quotas.ts";
import { onlyReplaced, patched, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import type { ApiGateway } from "../state.ts";

const YEAR = 365 * 86_400_000;

/** Client certificates are kept and given back; backends are not called with them. Their text is a public key alone. */
const certificates: Records<ClientCertificate> = records(
  (state) => state.certificates,
  "Invalid Client Certificate identifier specified",
);

export const generateClientCertificate: ApiGateway["GenerateClientCertificate"] = ({ description, tags }, context) => {
  checkAccountQuota("Client Certificates", certificates.all(context).length);
  const createdDate = context.cloud.clock.date();
  const clientCertificateId = newId(6);
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return certificates.put(context, [clientCertificateId], {
    clientCertificateId,
    description,
    tags,
    createdDate,
    expirationDate: new Date(createdDate.getTime() + YEAR),
    pemEncodedCertificate: publicKey.export({ type: "spki", format: "pem" }) as string,
  });
};

export const getClientCertificate: ApiGateway["GetClientCertificate"] = ({ clientCertificateId }, context) =>
  certificates.open(context, clientCertificateId);

export const getClientCertificates: ApiGateway["GetClientCertificates"] = (input, context) =>
  page(certificates.all(context), input);

export const updateClientCertificate: ApiGateway["UpdateClientCertificate"] = (input, context) =>
  certificates.change(context, [input.clientCertificateId], (certificate) =>
    patched(certificate, input.patchOperations, { description: onlyReplaced(value) }),
  );

export const deleteClientCertificate: ApiGateway["DeleteClientCertificate"] = ({ clientCertificateId }, context) => {
  certificates.remove(context, clientCertificateId);
  return {};
};
