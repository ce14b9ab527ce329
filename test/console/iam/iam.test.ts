import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

const allow = (Action: string, Resource = "*") =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource } });

const trust = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
};

describe("The console's IAM pages", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let iam: IAMClient;
  before(async () => {
    iam = new IAMClient(lab.settings);
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: JSON.stringify(trust) }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "worker", PolicyName: "reads", PolicyDocument: allow("s3:GetObject") }),
    );
  });
  after(() => iam?.destroy());

  it("show a role, whom it trusts and what it may do", async () => {
    const page = await lab.open("/iam");
    await page.getByText("lambda.amazonaws.com").waitFor();
    await page.getByRole("link", { name: "worker" }).click();
    await page.getByText('"Action": "s3:GetObject"').waitFor();
    await page.getByText('"Action": "sts:AssumeRole"').waitFor();
    await screenshot(page, "console-iam-role");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("show a policy, and who has it", async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "lists", PolicyDocument: allow("s3:ListBucket") }),
    );
    await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn: Policy?.Arn }));
    const page = await lab.open("/iam/policies");
    await page.getByRole("link", { name: "lists" }).click();
    await page.getByText('"Action": "s3:ListBucket"').waitFor();
    await page.getByRole("link", { name: "ada" }).click();
    await page.getByRole("heading", { name: "ada" }).waitFor();
    await page.getByRole("link", { name: Policy?.Arn ?? "" }).waitFor();
  });

  it("simulate, in an address that can be shared", async () => {
    const page = await lab.open("/iam/simulator");
    await page.getByLabel("Who", { exact: true }).fill("arn:aws:iam::000000000000:role/worker");
    await page.getByLabel("What", { exact: true }).fill("s3:GetObject\ns3:PutObject");
    await page.getByLabel("Resources").fill("arn:aws:s3:::photos/*");
    await page.getByRole("button", { name: "Simulate" }).click();
    await page.getByRole("row", { name: /s3:GetObject .* allowed/ }).waitFor();
    await page.getByRole("row", { name: /s3:PutObject .* denied: nothing allows it/ }).waitFor();
    await page.reload();
    await page.getByRole("row", { name: /s3:GetObject .* allowed/ }).waitFor();
    await screenshot(page, "console-iam-simulator");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("offer the ARNs of what there is to those who simulate", async () => {
    const page = await lab.open("/iam/simulator");
    await page.getByLabel("Who", { exact: true }).fill("work");
    await page.getByRole("option", { name: /worker/ }).click();
    expect(await page.getByLabel("Who", { exact: true }).inputValue()).to.equal(
      "arn:aws:iam::000000000000:role/worker",
    );
    await page.getByLabel("What", { exact: true }).fill("iam:GetUser");
    await page.getByLabel("Add a resource").fill("ada");
    await page.getByRole("option", { name: /ada/ }).click();
    expect(await page.getByLabel("Resources").inputValue()).to.equal("arn:aws:iam::000000000000:user/ada");
  });

  it("create a policy, a user who has it, and an access key whose secret is shown once", async () => {
    const page = await lab.open("/iam/policies");
    await page.getByRole("button", { name: "Create policy" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("made-here");
    await dialog.getByLabel("Document").fill(allow("s3:ListAllMyBuckets"));
    await dialog.getByRole("button", { name: "Create policy" }).click();
    await page.getByRole("link", { name: "made-here" }).waitFor();

    await page.getByRole("tab", { name: "Users" }).click();
    await page.getByRole("button", { name: "Create user" }).click();
    await dialog.getByLabel("Name").fill("grace");
    await dialog.getByRole("button", { name: /Policies/ }).click();
    await page.getByRole("option", { name: "made-here" }).click();
    await page.keyboard.press("Escape");
    await screenshot(page, "console-iam-create-user");
    await dialog.getByRole("button", { name: "Create user" }).click();
    await page.getByRole("link", { name: "grace" }).click();
    await page.getByRole("button", { name: "Create access key" }).click();
    await page.getByText("Copy the secret now. It won't be shown again.").waitFor();
    await screenshot(page, "console-iam-access-key");
    expect(await barriers(page)).to.deep.equal([]);
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: "grace" }));
    await page.getByRole("button", { name: `Deactivate ${AccessKeyMetadata[0]?.AccessKeyId}` }).click();
    await page.getByText("inactive", { exact: true }).waitFor();
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: "grace" }));
    expect(AttachedPolicies.map(({ PolicyName }) => PolicyName)).to.deep.equal(["made-here"]);
  });

  it("create a role that trusts a service", async () => {
    const page = await lab.open("/iam/roles");
    await page.getByRole("button", { name: "Create role" }).click();
    const dialog = page.getByRole("dialog", { name: "Create role" });
    await dialog.getByLabel("Name").fill("for-functions");
    expect(await barriers(page)).to.deep.equal([]);
    await dialog.getByRole("button", { name: "Create role" }).click();
    await page.getByRole("row", { name: /for-functions lambda\.amazonaws\.com/ }).waitFor();
  });

  it("create a group, change its members, and delete a user, a group and a role with all that they have", async () => {
    for (const UserName of ["linus", "margaret"]) await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateAccessKeyCommand({ UserName: "margaret" }));
    await iam.send(new CreateRoleCommand({ RoleName: "flies", AssumeRolePolicyDocument: JSON.stringify(trust) }));
    const own = { PolicyName: "own", PolicyDocument: allow("s3:*") };
    await iam.send(new PutRolePolicyCommand({ RoleName: "flies", ...own }));
    await iam.send(new PutUserPolicyCommand({ UserName: "margaret", ...own }));
    const page = await lab.open("/iam/groups");
    const dialog = page.getByRole("dialog").filter({ visible: true });
    await page.getByRole("button", { name: "Create group" }).click();
    await dialog.getByLabel("Name").fill("pilots");
    await dialog.getByRole("button", { name: "Create group" }).click();
    await page.getByRole("link", { name: "pilots" }).click();
    await page.getByRole("button", { name: "Add users" }).click();
    await dialog.getByRole("button", { name: /Users/ }).click();
    for (const name of ["linus", "margaret"]) {
      await page.getByRole("option", { name }).click();
      await page.getByRole("option", { name, selected: true }).waitFor();
    }
    await page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Add users" }).click();
    await page.getByText("Added linus, margaret to pilots").waitFor();
    await page.getByRole("button", { name: "Remove linus" }).click();
    await page.getByRole("heading", { name: "Members (1)" }).waitFor();
    await screenshot(page, "console-iam-group");
    expect(await barriers(page)).to.deep.equal([]);

    await page.getByRole("link", { name: "margaret" }).click();
    await page.getByRole("button", { name: "Delete user" }).click();
    await dialog.getByText("its inline policies are deleted: own").waitFor();
    await dialog.getByText("it leaves its groups pilots").waitFor();
    await screenshot(page, "console-iam-delete-user");
    expect(await barriers(page)).to.deep.equal([]);
    await dialog.getByRole("button", { name: "Delete user" }).click();
    await page.getByText("Deleted the user margaret").waitFor();
    for (const [kind, name] of [
      ["group", "pilots"],
      ["role", "flies"],
    ] as const) {
      await page.goto(`${lab.cloud.endpoint}/_lab/iam/${kind}s/${name}`);
      await page.getByRole("button", { name: `Delete ${kind}` }).click();
      await dialog.getByRole("button", { name: `Delete ${kind}` }).click();
      await page.getByText(`Deleted the ${kind} ${name}`).waitFor();
    }
    const { Users = [] } = await iam.send(new ListUsersCommand({}));
    expect(Users.map(({ UserName }) => UserName))
      .to.include("linus")
      .and.not.include("margaret");
  });

  it("tell an error as AWS words it", async () => {
    const page = await lab.open("/iam/roles/nobody");
    await page.getByText("The role with name nobody cannot be found.").waitFor();
  });

  it("explain a denial, and say what would allow it", async () => {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const hers = new S3Client({ ...lab.settings, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
    const page = await lab.open("/iam/denials");
    await page.getByText("Nothing was denied").waitFor();
    await hers.send(new ListBucketsCommand({})).catch(() => undefined);
    hers.destroy();
    await page.getByText("Denied s3:ListAllMyBuckets").waitFor();
    await page.getByText(/because no identity-based policy allows the s3:ListAllMyBuckets action/).waitFor();
    await page.getByText('"Action": "s3:ListAllMyBuckets"').waitFor();
    await page.getByRole("button", { name: "Policies evaluated (1)" }).click();
    await page.getByRole("link", { name: "arn:aws:iam::000000000000:policy/lists" }).waitFor();
    await screenshot(page, "console-iam-denials");
    expect(await barriers(page)).to.deep.equal([]);
  });
});
