import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  GetGroupCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../use-cloud.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const policy = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

describe("IAM", () => {
  const lab = useCloud();
  let client: IAMClient;
  let count = 0;
  const fresh = (kind: string) => `${kind}-${++count}`;
  before(() => {
    client = lab.client(IAMClient);
  });
  const newRole = async (more: object = {}) => {
    const RoleName = fresh("role");
    const { Role } = await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));
    return { RoleName, Role };
  };

  describe("keeps a role", () => {
    it("with its path, trust policy, tags and limits", async () => {
      const { RoleName, Role } = await newRole({
        Path: "/apps/",
        MaxSessionDuration: 7200,
        Tags: [{ Key: "a", Value: "1" }],
      });
      expect(Role).to.include({
        Path: "/apps/",
        Arn: `arn:aws:iam::000000000000:role/apps/${RoleName}`,
        MaxSessionDuration: 7200,
      });
      expect(Role?.RoleId).to.match(/^AROA[A-Z2-7]{17}$/);
      const other = trust.replace("lambda", "ec2");
      await client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: other }));
      await client.send(new UpdateRoleCommand({ RoleName, Description: "mine" }));
      await client.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "b", Value: "2" }] }));
      await client.send(new UntagRoleCommand({ RoleName, TagKeys: ["a"] }));
      const { Role: changed } = await client.send(new GetRoleCommand({ RoleName }));
      expect(decodeURIComponent(changed?.AssumeRolePolicyDocument ?? "")).to.equal(other);
      expect(changed).to.deep.include({
        Description: "mine",
        MaxSessionDuration: 7200,
        Tags: [{ Key: "b", Value: "2" }],
      });
    });

    it("once under each name, and in its own account", async () => {
      const { RoleName } = await newRole();
      const again = await failure(client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust })));
      expect([again.name, again.message, again.$metadata?.httpStatusCode]).to.deep.equal([
        "EntityAlreadyExistsException",
        `Role with name ${RoleName} already exists.`,
        409,
      ]);
      const other = lab.client(IAMClient, { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } });
      const missing = await failure(other.send(new GetRoleCommand({ RoleName })));
      expect([missing.name, missing.message]).to.deep.equal([
        "NoSuchEntityException",
        `The role with name ${RoleName} cannot be found.`,
      ]);
    });

    it("until it is deleted, which its policies prevent", async () => {
      const { RoleName } = await newRole();
      const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
      await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
      await client.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: "in", PolicyDocument: policy("s3:GetObject") }),
      );
      expect((await client.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).to.deep.equal([
        { PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn },
      ]);
      expect((await client.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).to.deep.equal(["in"]);
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName: "in" }));
      const none = new GetRolePolicyCommand({ RoleName, PolicyName: "constructor" });
      expect((await failure(client.send(none))).name).to.equal("NoSuchEntityException");
      expect(decodeURIComponent(PolicyDocument ?? "")).to.equal(policy("s3:GetObject"));
      expect((await failure(client.send(new DeleteRoleCommand({ RoleName })))).name).to.equal(
        "DeleteConflictException",
      );
      await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
      expect((await failure(client.send(new DeleteRoleCommand({ RoleName })))).message).to.equal(
        "Cannot delete entity, must delete policies first.",
      );
    });

    it("in lists that come in pages", async () => {
      for (let i = 0; i < 3; i++) await newRole({ Path: "/paged/" });
      const names: (string | undefined)[] = [];
      let Marker: string | undefined;
      do {
        const page = await client.send(new ListRolesCommand({ PathPrefix: "/paged/", MaxItems: 2, Marker }));
        expect(page.Roles?.length).to.be.within(1, 2);
        names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
        Marker = page.IsTruncated ? page.Marker : undefined;
      } while (Marker);
      expect(new Set(names).size).to.equal(3);
    });
  });

  describe("refuses", () => {
    const documents: [name: string, document: string, message: string][] = [
      ["that is no JSON", "{", "This policy contains invalid Json"],
      [
        "without a principal",
        policy("sts:AssumeRole").replace(',"Resource":"*"', ""),
        "Missing required field Principal",
      ],
      ["with a resource", trust.replace("}]", ',"Resource":"*"}]'), "Has prohibited field Resource"],
      [
        "of another version",
        trust.replace("2012-10-17", "2020-01-01"),
        "The policy must contain a valid version string",
      ],
      ["with an effect that is none", trust.replace("Allow", "Permit"), "Invalid effect: Permit"],
    ];
    for (const [name, AssumeRolePolicyDocument, message] of documents) {
      it(`a trust policy ${name}`, async () => {
        const error = await failure(
          client.send(new CreateRoleCommand({ RoleName: fresh("bad"), AssumeRolePolicyDocument })),
        );
        expect([error.name, error.message]).to.deep.equal(["MalformedPolicyDocumentException", message]);
      });
    }

    it("names and paths that are none", async () => {
      for (const bad of [
        { RoleName: "a b" },
        { RoleName: "x".repeat(65) },
        { Path: "apps" },
        { MaxSessionDuration: 60 },
      ]) {
        const error = await failure(
          client.send(new CreateRoleCommand({ RoleName: fresh("bad"), AssumeRolePolicyDocument: trust, ...bad })),
        );
        expect(error.name, JSON.stringify(bad)).to.equal("ValidationError");
      }
    });

    it("a policy that does not exist", async () => {
      const { RoleName } = await newRole();
      const PolicyArn = "arn:aws:iam::aws:policy/NoSuchThing";
      expect((await failure(client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })))).name).to.equal(
        "NoSuchEntityException",
      );
    });
  });

  it("keeps up to five versions of a managed policy", async () => {
    const { Policy } = await client.send(
      new CreatePolicyCommand({ PolicyName: fresh("policy"), PolicyDocument: policy("s3:*") }),
    );
    const PolicyArn = Policy?.Arn as string;
    for (let i = 2; i <= 5; i++)
      await client.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(`s3:Get${i}`), SetAsDefault: i === 3 }),
      );
    const sixth = await failure(
      client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy("s3:*") })),
    );
    expect(sixth.name).to.equal("LimitExceededException");
    expect((await client.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).to.equal("v3");
    const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v3" }));
    expect(decodeURIComponent(PolicyVersion?.Document ?? "")).to.contain("s3:Get3");
    expect((await failure(client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v3" })))).name).to.equal(
      "DeleteConflictException",
    );
    for (const VersionId of ["v1", "v2", "v4", "v5"])
      await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    await client.send(new DeletePolicyCommand({ PolicyArn }));
    expect((await failure(client.send(new GetPolicyCommand({ PolicyArn })))).name).to.equal("NoSuchEntityException");
  });

  it("gives a user keys that work until they are deleted", async () => {
    const UserName = fresh("user");
    await client.send(new CreateUserCommand({ UserName }));
    await client.send(new CreateGroupCommand({ GroupName: "friends" }));
    await client.send(new AddUserToGroupCommand({ UserName, GroupName: "friends" }));
    expect(
      (await client.send(new GetGroupCommand({ GroupName: "friends" }))).Users?.map((user) => user.UserName),
    ).to.deep.equal([UserName]);
    const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId as string,
      secretAccessKey: AccessKey?.SecretAccessKey as string,
    };
    const sts = lab.client(STSClient, { credentials });
    expect((await sts.send(new GetCallerIdentityCommand())).Arn).to.equal(`arn:aws:iam::000000000000:user/${UserName}`);
    const own = lab.client(IAMClient, { credentials });
    expect((await failure(own.send(new GetUserCommand()))).name).to.equal("AccessDenied");
    const variable = `arn:aws:iam::*:user/$\{aws:username}`;
    const Statement = { Effect: "Allow", Action: "iam:GetUser", Resource: variable };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await client.send(new PutGroupPolicyCommand({ GroupName: "friends", PolicyName: "self", PolicyDocument }));
    expect((await own.send(new GetUserCommand())).User?.UserName).to.equal(UserName);
    await client.send(new CreateAccessKeyCommand({ UserName }));
    expect((await failure(client.send(new CreateAccessKeyCommand({ UserName })))).name).to.equal(
      "LimitExceededException",
    );
    expect((await failure(client.send(new DeleteUserCommand({ UserName })))).name).to.equal("DeleteConflictException");
    await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: credentials.accessKeyId }));
    expect((await failure(sts.send(new GetCallerIdentityCommand()))).name).to.equal("InvalidClientTokenId");
  });
});
