import { AwsError } from "../../../errors.ts";
import { uniqueId } from "../entities/ids.ts";
import { nameUsage, paged, pagedInOrder } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { noSuchEntity } from "../errors.ts";
import type { ServerCertificate } from "../records.ts";
import type { Iam, IamContext } from "../state.ts";
import { checkKeyPair, readCertificate } from "./certificate-files.ts";

/** The private key proves to be the certificate's, and is not kept: nobody gets it back, and nothing in the lab takes it. */
export const uploadServerCertificate: Iam["UploadServerCertificate"] = (input, context) => {
  const { cloud, state, account } = context;
  const { ServerCertificateName: name, CertificateBody, CertificateChain, Path = "/" } = input;
  const read = readCertificate(CertificateBody);
  checkKeyPair(read, input.PrivateKey);
  if (CertificateChain !== undefined) readCertificate(CertificateChain);
  const certificate: ServerCertificate = {
    name,
    id: uniqueId("ASCA"),
    path: Path,
    body: CertificateBody,
    chain: CertificateChain,
    uploaded: cloud.clock.now(),
    expires: Date.parse(read.validTo),
    tags: withTags({}, input.Tags),
  };
  cloud.store.write(() => {
    const { count, taken } = nameUsage(state.serverCertificates, account, name);
    if (taken) throw alreadyExists(name);
    checkQuota("ServerCertificatesPerAccount", count + 1);
    state.serverCertificates.put([account, name], certificate);
  });
  return { ServerCertificateMetadata: metadata(certificate, account), ...tagsIfAny(certificate.tags) };
};

export const getServerCertificate: Iam["GetServerCertificate"] = ({ ServerCertificateName }, context) => {
  const certificate = open(ServerCertificateName, context);
  return {
    ServerCertificate: {
      ServerCertificateMetadata: metadata(certificate, context.account),
      CertificateBody: certificate.body,
      CertificateChain: certificate.chain,
      Tags: tagList(certificate.tags),
    },
  };
};

export const listServerCertificates: Iam["ListServerCertificates"] = (input, { state, account }) => {
  const { PathPrefix = "/" } = input;
  const all = [...state.serverCertificates.values({ under: [account] })];
  const { page, marker } = paged(
    all.filter(({ path }) => path.startsWith(PathPrefix)),
    input,
  );
  return { ServerCertificateMetadataList: page.map((one) => metadata(one, account)), ...marker };
};

export const updateServerCertificate: Iam["UpdateServerCertificate"] = (input, context) => {
  const { cloud, state, account } = context;
  const { ServerCertificateName: name, NewServerCertificateName: to = name, NewPath } = input;
  cloud.store.write(() => {
    const before = open(name, context);
    const isOther = to.toLowerCase() !== name.toLowerCase();
    if (isOther && nameUsage(state.serverCertificates, account, to).taken) throw alreadyExists(to);
    state.serverCertificates.delete(account, name);
    state.serverCertificates.put([account, to], { ...before, name: to, path: NewPath ?? before.path });
  });
  return {};
};

export const deleteServerCertificate: Iam["DeleteServerCertificate"] = ({ ServerCertificateName }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    open(ServerCertificateName, context);
    state.serverCertificates.delete(account, ServerCertificateName);
  });
  return {};
};

export const tagServerCertificate: Iam["TagServerCertificate"] = ({ ServerCertificateName, Tags }, context) => {
  change(ServerCertificateName, context, (one) => ({ ...one, tags: withTags(one.tags, Tags) }));
  return {};
};

export const untagServerCertificate: Iam["UntagServerCertificate"] = ({ ServerCertificateName, TagKeys }, context) => {
  change(ServerCertificateName, context, (one) => ({ ...one, tags: withoutTags(one.tags, TagKeys) }));
  return {};
};

export const listServerCertificateTags: Iam["ListServerCertificateTags"] = (input, context) => {
  const { page, marker } = pagedInOrder(tagList(open(input.ServerCertificateName, context).tags), input);
  return { Tags: page, ...marker };
};

function open(name: string, { state, account }: IamContext): ServerCertificate {
  const certificate = state.serverCertificates.get(account, name);
  if (!certificate) throw noSuchEntity(`The Server Certificate with name ${name} cannot be found.`);
  return certificate;
}

function change(name: string, context: IamContext, apply: (one: ServerCertificate) => ServerCertificate): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.serverCertificates.put([account, name], apply(open(name, context))));
}

function alreadyExists(name: string): AwsError {
  return new AwsError("EntityAlreadyExists", `The Server Certificate with name ${name} already exists.`);
}

function metadata({ name, id, path, uploaded, expires }: ServerCertificate, account: string) {
  return {
    ServerCertificateName: name,
    ServerCertificateId: id,
    Path: path,
    Arn: `arn:aws:iam::${account}:server-certificate${path}${name}`,
    UploadDate: new Date(uploaded),
    Expiration: new Date(expires),
  };
}
