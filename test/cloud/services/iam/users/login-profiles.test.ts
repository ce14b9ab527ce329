import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  GetLoginProfileCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateLoginProfileCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const PASSWORD = "Correct-horse-7";

describe("A login profile", () => {
  const lab = useCloud();
  let iam: IAMClient;
  let count = 0;
  before(() => {
    iam = lab.client(IAMClient);
  });
  const newUser = async () => {
    count += 1;
    const UserName = `user-${count}`;
    await iam.send(new CreateUserCommand({ UserName }));
    return UserName;
  };
  const create = (UserName: string, Password = PASSWORD, more: object = {}) =>
    iam.send(new CreateLoginProfileCommand({ UserName, Password, ...more }));
  /** A user who may change his password, and a client of his. */
  const withKey = async ({ mayChange = true } = {}) => {
    const UserName = await newUser();
    await create(UserName, PASSWORD, { PasswordResetRequired: true });
    const Action = mayChange ? "iam:ChangePassword" : "s3:*";
    const Statement = [{ Effect: "Allow", Action, Resource: mayChange ? `arn:aws:iam::*:user/${UserName}` : "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
    const client = lab.client(IAMClient, {
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
    });
    const change = (OldPassword: string, NewPassword: string) =>
      client.send(new ChangePasswordCommand({ OldPassword, NewPassword }));
    return { UserName, change };
  };

  it("is made, shown without the password, changed and removed", async () => {
    const UserName = await newUser();
    const get = async () => (await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile;
    expect((await failure(get())).message).to.equal(`Login Profile for User ${UserName} cannot be found.`);
    await create(UserName);
    expect(await get()).to.have.all.keys("UserName", "CreateDate", "PasswordResetRequired");
    const again = await failure(create(UserName));
    expect([again.name, again.message]).to.deep.equal([
      "EntityAlreadyExistsException",
      `Login Profile for user ${UserName} already exists.`,
    ]);
    await iam.send(new UpdateLoginProfileCommand({ UserName, PasswordResetRequired: true }));
    expect(await get()).to.include({ UserName, PasswordResetRequired: true });
    const held = await failure(iam.send(new DeleteUserCommand({ UserName })));
    expect([held.name, held.message]).to.deep.equal([
      "DeleteConflictException",
      "Cannot delete entity, must delete login profile first.",
    ]);
    await iam.send(new DeleteLoginProfileCommand({ UserName }));
    expect((await failure(get())).name).to.equal("NoSuchEntityException");
    await iam.send(new DeleteUserCommand({ UserName }));
  });

  it("lets a user who knows his password take another one", async () => {
    const { UserName, change } = await withKey();
    const wrong = await failure(change("Wrong-horse-7", "Another-horse-8"));
    expect([wrong.name, wrong.message]).to.deep.equal(["AccessDenied", "The old password was incorrect."]);
    await change(PASSWORD, "Another-horse-8");
    expect((await failure(change(PASSWORD, "Another-horse-9"))).name).to.equal("AccessDenied");
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName }));
    expect(LoginProfile?.PasswordResetRequired).to.equal(false);
    const root = iam.send(new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword: PASSWORD }));
    expect((await failure(root)).name).to.equal("InvalidUserTypeException");
  });

  it("lets all users do so where the account says it, whatever their policies", async () => {
    const { change } = await withKey({ mayChange: false });
    expect((await failure(change(PASSWORD, "Another-horse-8"))).name).to.equal("AccessDenied");
    await iam.send(new UpdateAccountPasswordPolicyCommand({ AllowUsersToChangePassword: true }));
    try {
      await change(PASSWORD, "Another-horse-8");
    } finally {
      await iam.send(new DeleteAccountPasswordPolicyCommand());
    }
  });

  it("has a password by AWS's rules where the account has none", async () => {
    const user = await newUser();
    for (const password of ["Short-1", "onlyletters", "only-small-letters-and-lines"]) {
      const error = await failure(create(user, password));
      expect([error.name, error.message]).to.deep.equal([
        "PasswordPolicyViolationException",
        "Password does not conform to the account password policy.",
      ]);
    }
    await create(user, "Upper-lower");
  });

  it("has a password by the account's rules, and not one of the last", async () => {
    const rules = { MinimumPasswordLength: 12, RequireSymbols: true, RequireNumbers: true, PasswordReusePrevention: 2 };
    const { change, UserName } = await withKey();
    await iam.send(new UpdateAccountPasswordPolicyCommand(rules));
    try {
      for (const [password, message] of [
        ["Short-7", "Password should have a minimum length of 12"],
        ["NoSymbolAtAll7", "Password should have at least one symbol"],
        ["No-number-at-all", "Password should have at least one number"],
      ] as const) {
        expect((await failure(change(PASSWORD, password))).message).to.equal(message);
        const set = iam.send(new UpdateLoginProfileCommand({ UserName, Password: password }));
        expect((await failure(set)).name).to.equal("PasswordPolicyViolationException");
      }
      await change(PASSWORD, "Second-horse-8");
      expect((await failure(change("Second-horse-8", PASSWORD))).name).to.equal("PasswordPolicyViolationException");
      await change("Second-horse-8", "Third-horse-99");
      await change("Third-horse-99", PASSWORD);
    } finally {
      await iam.send(new DeleteAccountPasswordPolicyCommand());
    }
  });

  it("keeps no password that could be read", async () => {
    const secret = "Nobody-reads-this-1";
    const user = await newUser();
    await create(user, secret);
    let isKept = false;
    const folder = lab.running.cloud.folder;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath, entry.name));
      expect(content.includes(secret), entry.name).to.equal(false);
      isKept ||= content.includes(user);
    }
    expect(isKept, "the user is kept").to.equal(true);
  });
});
