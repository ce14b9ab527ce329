import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import type { KeyPair } from "../../cloud/auth/key-pair.ts";
import type { LabPlace } from "../../targets/client-settings.ts";

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** Makes a user who may do everything in the account of a root, with a key; resolves to nothing when the user is there already. */
export async function createAdministrator(
  UserName: string,
  { endpoint, region }: LabPlace,
  root: KeyPair,
): Promise<KeyPair | undefined> {
  const iam = new IAMClient({ endpoint, region, credentials: root });
  try {
    const there = await iam.send(new GetUserCommand({ UserName })).catch((error: Error) => {
      if (error.name === "NoSuchEntityException") return undefined;
      throw error;
    });
    if (there) return undefined;
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  } finally {
    iam.destroy();
  }
}
