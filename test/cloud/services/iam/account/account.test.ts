import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  GetAccountPasswordPolicyCommand,
  IAMClient,
  ListAccountAliasesCommand,
  UpdateAccountPasswordPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("An account, as IAM has it", () => {
  const lab = useCloud();
  let iam: IAMClient;
  let other: IAMClient;
  before(() => {
    iam = lab.client(IAMClient);
    other = lab.client(IAMClient, { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } });
  });

  it("has one alias, which is nobody else's, and takes the place of the one before", async () => {
    const create = (client: IAMClient, AccountAlias: string) =>
      client.send(new CreateAccountAliasCommand({ AccountAlias }));
    await create(iam, "our-lab");
    expect((await iam.send(new ListAccountAliasesCommand())).AccountAliases).to.deep.equal(["our-lab"]);
    expect((await failure(create(other, "our-lab"))).name).to.equal("EntityAlreadyExistsException");
    await create(iam, "another");
    expect((await iam.send(new ListAccountAliasesCommand())).AccountAliases).to.deep.equal(["another"]);
    expect((await failure(create(other, "No Alias"))).name).to.equal("ValidationError");
    const remove = (AccountAlias: string) => iam.send(new DeleteAccountAliasCommand({ AccountAlias }));
    expect((await failure(remove("our-lab"))).name).to.equal("NoSuchEntityException");
    await remove("another");
    await create(other, "our-lab");
  });

  it("keeps a policy of passwords", async () => {
    expect((await failure(iam.send(new GetAccountPasswordPolicyCommand()))).name).to.equal("NoSuchEntityException");
    await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14, MaxPasswordAge: 90 }));
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand());
    expect(PasswordPolicy).to.include({ MinimumPasswordLength: 14, ExpirePasswords: true, RequireSymbols: false });
    const short = iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 5 }));
    expect((await failure(short)).name).to.equal("ValidationError");
    await iam.send(new DeleteAccountPasswordPolicyCommand());
    expect((await failure(iam.send(new DeleteAccountPasswordPolicyCommand()))).name).to.equal("NoSuchEntityException");
  });
});
