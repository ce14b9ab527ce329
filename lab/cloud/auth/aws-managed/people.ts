import { allow, of, policy, statement } from "./shapes.ts";

// AWS's own list is much longer; this is the part of it that concerns the services of the lab.
const READ_ONLY = [
  "apigateway:GET",
  "cloudformation:Describe*",
  "cloudformation:Detect*",
  "cloudformation:Estimate*",
  "cloudformation:Get*",
  "cloudformation:List*",
  "cloudformation:Validate*",
  "ecr:BatchCheck*",
  "ecr:BatchGet*",
  "ecr:Describe*",
  "ecr:Get*",
  "ecr:List*",
  "iam:Generate*",
  "iam:Get*",
  "iam:List*",
  "iam:Simulate*",
  "lambda:Get*",
  "lambda:List*",
  "logs:Describe*",
  "logs:FilterLogEvents",
  "logs:Get*",
  "logs:ListTagsForResource",
  "logs:ListTagsLogGroup",
  "logs:StartQuery",
  "logs:StopQuery",
  "logs:TestMetricFilter",
  "s3:DescribeJob",
  "s3:Get*",
  "s3:List*",
  "ssm:Describe*",
  "ssm:Get*",
  "ssm:List*",
  "sts:GetAccessKeyInfo",
  "sts:GetCallerIdentity",
  "sts:GetSessionToken",
];

/** Policies for people: administrators, and who looks. */
export const people: Readonly<Record<string, object>> = {
  AdministratorAccess: allow("*"),
  PowerUserAccess: policy(
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    statement([
      ...of("account", "GetAccountInformation GetGovCloudAccountInformation GetPrimaryEmail ListRegions"),
      ...of("iam", "CreateServiceLinkedRole DeleteServiceLinkedRole ListRoles"),
      ...of("organizations", "DescribeEffectivePolicy DescribeOrganization"),
    ]),
  ),
  ReadOnlyAccess: allow(READ_ONLY),

  IAMFullAccess: allow([
    "iam:*",
    ...of("organizations", "DescribeAccount DescribeOrganization DescribeOrganizationalUnit DescribePolicy"),
    ...of("organizations", "ListChildren ListParents ListPoliciesForTarget ListRoots ListPolicies"),
    "organizations:ListTargetsForPolicy",
  ]),
  IAMReadOnlyAccess: allow([
    ...of("iam", "GenerateCredentialReport GenerateServiceLastAccessedDetails Get* List*"),
    ...of("iam", "SimulateCustomPolicy SimulatePrincipalPolicy"),
  ]),
  IAMUserChangePassword: policy(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the policy
    statement(["iam:ChangePassword"], ["arn:aws:iam::*:user/${aws:username}"]),
    statement(["iam:GetAccountPasswordPolicy"]),
  ),
};
