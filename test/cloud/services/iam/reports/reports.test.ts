// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies are written so
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Resource = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const TRUST = document({ Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" });
const HOURS = 3_600_000;

describe("Reports of IAM", () => {
  const lab = useCloud();
  let iam: IAM;
  let arn: string;
  let policy: string;
  before(async () => {
    iam = lab.client(IAM);
    const { Policy } = await iam.createPolicy({ PolicyName: "reading", PolicyDocument: document(allow("s3:List*")) });
    policy = Policy?.Arn as string;
    const { User } = await iam.createUser({ UserName: "ann", Tags: [{ Key: "team", Value: "red" }] });
    arn = User?.Arn as string;
    await iam.createUser({ UserName: "bob" });
    await iam.createGroup({ GroupName: "staff" });
    await iam.createRole({ RoleName: "app", AssumeRolePolicyDocument: TRUST });
    await iam.addUserToGroup({ GroupName: "staff", UserName: "ann" });
    await iam.attachGroupPolicy({ GroupName: "staff", PolicyArn: policy });
    await iam.attachRolePolicy({ RoleName: "app", PolicyArn: "arn:aws:iam::aws:policy/AmazonSQSFullAccess" });
    const home = allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*", {
      Condition: { StringEquals: { "aws:PrincipalTag/team": "red", "s3:prefix": "${aws:userid, 'x'}" } },
    });
    await iam.putUserPolicy({ UserName: "ann", PolicyName: "home", PolicyDocument: document(home) });
  });
  const keyOf = async (UserName: string) => {
    const { AccessKey } = await iam.createAccessKey({ UserName });
    return { accessKeyId: AccessKey?.AccessKeyId as string, secretAccessKey: AccessKey?.SecretAccessKey as string };
  };

  it("count what there is beside what there may be", async () => {
    const { SummaryMap } = await iam.getAccountSummary({});
    expect(SummaryMap).to.include({
      Users: 2,
      UsersQuota: 5000,
      Groups: 1,
      Roles: 1,
      Policies: 1,
      PolicyVersionsInUse: 1,
      AccountAccessKeysPresent: 0,
      RolePolicySizeQuota: 10240,
    });
  });

  it("show everybody with all policies, in pages and by kind", async () => {
    const all = await iam.getAccountAuthorizationDetails({});
    const [ann] = all.UserDetailList ?? [];
    expect(ann).to.deep.include({ UserName: "ann", GroupList: ["staff"], Tags: [{ Key: "team", Value: "red" }] });
    expect(ann?.UserPolicyList?.map(({ PolicyName }) => PolicyName)).to.deep.equal(["home"]);
    expect(decodeURIComponent(ann?.UserPolicyList?.[0]?.PolicyDocument ?? "")).to.contain("s3:GetObject");
    expect(all.GroupDetailList?.[0]?.AttachedManagedPolicies).to.deep.equal([
      { PolicyName: "reading", PolicyArn: policy },
    ]);
    expect(all.RoleDetailList?.map((role) => role.RoleName)).to.deep.equal(["app"]);
    expect(all.Policies?.map((one) => one.PolicyName)).to.deep.equal(["reading", "AmazonSQSFullAccess"]);
    expect(all.Policies?.[0]?.PolicyVersionList?.[0]).to.include({ VersionId: "v1", IsDefaultVersion: true });
    const some = await iam.getAccountAuthorizationDetails({ Filter: ["LocalManagedPolicy", "Role"] });
    expect([some.UserDetailList, some.RoleDetailList?.length, some.Policies?.length]).to.deep.equal([[], 1, 1]);
    let Marker: string | undefined;
    let count = 0;
    do {
      const page = await iam.getAccountAuthorizationDetails({ MaxItems: 2, Marker });
      const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = page;
      count += UserDetailList.length + GroupDetailList.length + RoleDetailList.length + Policies.length;
      Marker = page.Marker;
    } while (Marker);
    expect(count).to.equal(6);
  });

  it("name the keys of a request that policies ask for", async () => {
    const { ContextKeyNames } = await iam.getContextKeysForPrincipalPolicy({ PolicySourceArn: arn });
    expect(ContextKeyNames).to.have.members(["aws:username", "aws:PrincipalTag/team", "s3:prefix", "aws:userid"]);
    const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" }, Bool: { "AWS:sourceip": "true" } };
    const PolicyInputList = [document(allow("s3:*", "*", { Condition }))];
    expect((await iam.getContextKeysForCustomPolicy({ PolicyInputList })).ContextKeyNames).to.deep.equal([
      "aws:SourceIp",
    ]);
    const PolicySourceArn = "arn:aws:iam::000000000000:user/nobody";
    expect((await failure(iam.getContextKeysForPrincipalPolicy({ PolicySourceArn }))).name).to.equal(
      "NoSuchEntityException",
    );
  });

  it("say which services somebody may use, and when he did", async () => {
    const credentials = await keyOf("ann");
    const reportOn = async (Arn: string, Granularity?: "ACTION_LEVEL") => {
      const { JobId } = await iam.generateServiceLastAccessedDetails({ Arn, Granularity });
      const report = await iam.getServiceLastAccessedDetails({ JobId });
      return { JobId, ...report };
    };
    const before = await reportOn(arn);
    expect([before.JobStatus, before.ServicesLastAccessed]).to.deep.equal([
      "COMPLETED",
      [{ ServiceName: "Amazon S3", ServiceNamespace: "s3", TotalAuthenticatedEntities: 0 }],
    ]);
    const s3 = lab.client(S3, { credentials, region: "eu-west-1" });
    await s3.listBuckets({});
    await failure(s3.createBucket({ Bucket: "not-allowed" }));
    const [after] = (await reportOn(arn, "ACTION_LEVEL")).ServicesLastAccessed ?? [];
    expect(after).to.deep.include({
      TotalAuthenticatedEntities: 1,
      LastAuthenticatedEntity: arn,
      LastAuthenticatedRegion: "eu-west-1",
    });
    expect(Math.abs((after?.LastAuthenticated?.getTime() ?? 0) - lab.clock.now())).to.be.lessThan(5000);
    expect(after?.TrackedActionsLastAccessed?.map(({ ActionName }) => ActionName)).to.deep.equal([
      "CreateBucket",
      "ListAllMyBuckets",
    ]);
    // What belongs to a group, or to who has a policy, counts for the group and the policy.
    for (const Arn of ["arn:aws:iam::000000000000:group/staff", policy]) {
      const { JobId, ServicesLastAccessed } = await reportOn(Arn);
      expect(ServicesLastAccessed?.[0]?.LastAuthenticatedEntity, Arn).to.equal(arn);
      const who = await iam.getServiceLastAccessedDetailsWithEntities({ JobId, ServiceNamespace: "s3" });
      const [entity] = who.EntityDetailsList ?? [];
      expect(entity?.EntityInfo, Arn).to.deep.include({ Arn: arn, Name: "ann", Type: "USER" });
      expect(entity?.LastAuthenticated, Arn).to.be.a("date");
    }
    expect((await failure(reportOn("arn:aws:iam::000000000000:user/nobody"))).name).to.equal("NoSuchEntityException");
  });

  it("say when a role was used last, which its sessions do", async () => {
    expect((await iam.getRole({ RoleName: "app" })).Role?.RoleLastUsed).to.deep.equal({});
    const RoleArn = "arn:aws:iam::000000000000:role/app";
    const { Credentials } = await lab.client(STS).assumeRole({ RoleArn, RoleSessionName: "session" });
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId as string,
      secretAccessKey: Credentials?.SecretAccessKey as string,
      sessionToken: Credentials?.SessionToken as string,
    };
    await failure(lab.client(S3, { credentials }).listBuckets({}));
    expect((await iam.getRole({ RoleName: "app" })).Role?.RoleLastUsed).to.include({ Region: "us-east-1" });
  });

  it("list all credentials, every four hours", async () => {
    expect((await failure(iam.getCredentialReport({}))).name).to.equal("CredentialReportNotPresentException");
    expect((await iam.generateCredentialReport({})).State).to.equal("STARTED");
    expect((await iam.generateCredentialReport({})).State).to.equal("COMPLETE");
    const { Content, ReportFormat } = await iam.getCredentialReport({});
    expect(ReportFormat).to.equal("text/csv");
    const [header = "", root = "", ann = "", bob = ""] = Buffer.from(Content ?? [])
      .toString()
      .split("\n");
    expect(header).to.equal(
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated",
    );
    expect(root).to.match(/^<root_account>,arn:aws:iam::000000000000:root,/);
    const columns = header.split(",");
    const cells = (row: string) => Object.fromEntries(row.split(",").map((cell, i) => [columns[i], cell]));
    expect(cells(ann)).to.include({
      user: "ann",
      arn,
      mfa_active: "false",
      access_key_1_active: "true",
      access_key_1_last_used_service: "s3",
      access_key_1_last_used_region: "eu-west-1",
      access_key_2_active: "false",
      access_key_2_last_rotated: "N/A",
    });
    expect(cells(bob).user).to.equal("bob");
    lab.clock.advance(4 * HOURS);
    const later = lab.client(IAM, { systemClockOffset: 4 * HOURS } as object);
    expect((await failure(later.getCredentialReport({}))).name).to.equal("CredentialReportExpiredException");
    expect((await later.generateCredentialReport({})).State).to.equal("STARTED");
    await later.getCredentialReport({});
  });
});
