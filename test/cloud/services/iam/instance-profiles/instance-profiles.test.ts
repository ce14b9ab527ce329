import {
  AddRoleToInstanceProfileCommand,
  CreateAccessKeyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  GetInstanceProfileCommand,
  IAMClient,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  PutUserPolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("IAM instance profiles", () => {
  const lab = useCloud();
  let iam: IAMClient;
  before(async () => {
    iam = lab.client(IAMClient);
    const Statement = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    for (const RoleName of ["one", "two"])
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  });
  const InstanceProfileName = "machines";

  it("have one role at most, which can't be deleted meanwhile", async () => {
    const { InstanceProfile } = await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path: "/a/" }));
    expect(InstanceProfile).to.deep.include({
      Arn: "arn:aws:iam::000000000000:instance-profile/a/machines",
      Roles: [],
    });
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: "one" }));
    const second = iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: "two" }));
    expect((await failure(second)).name).to.equal("LimitExceededException");
    const got = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    expect(got.InstanceProfile?.Roles?.map(({ RoleName }) => RoleName)).to.deep.equal(["one"]);
    expect((await failure(iam.send(new DeleteRoleCommand({ RoleName: "one" })))).name).to.equal(
      "DeleteConflictException",
    );
    const full = iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    expect((await failure(full)).name).to.equal("DeleteConflictException");
  });

  it("are found by their role, and go without one", async () => {
    const of = async (RoleName: string) => {
      const { InstanceProfiles = [] } = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
      return InstanceProfiles.map((profile) => profile.InstanceProfileName);
    };
    expect([await of("one"), await of("two")]).to.deep.equal([[InstanceProfileName], []]);
    const other = iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: "two" }));
    expect((await failure(other)).name).to.equal("NoSuchEntityException");
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: "one" }));
    await iam.send(new DeleteRoleCommand({ RoleName: "one" }));
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    expect((await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles).to.deep.equal([]);
    expect((await failure(of("nobody"))).name).to.equal("NoSuchEntityException");
  });

  it("get a role only from who may pass it on", async () => {
    const UserName = "operator";
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId as string,
      secretAccessKey: AccessKey?.SecretAccessKey as string,
    };
    const own = lab.client(IAMClient, { credentials });
    const put = (Action: string[]) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName,
          PolicyName: "p",
          PolicyDocument: JSON.stringify({ Statement: { Effect: "Allow", Action, Resource: "*" } }),
        }),
      );
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    const add = () => own.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: "two" }));
    await put(["iam:AddRoleToInstanceProfile"]);
    expect((await failure(add())).message).to.contain(
      "iam:PassRole on resource: arn:aws:iam::000000000000:role/two because",
    );
    await put(["iam:AddRoleToInstanceProfile", "iam:PassRole"]);
    await add();
  });
});
