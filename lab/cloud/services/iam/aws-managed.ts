import { createHash } from "node:crypto";
import type { ManagedPolicy } from "./state.ts";

/**
 * Policies that AWS itself manages and that courses and the CDK attach, with what they allow.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const allow = (Action: string | string[], Resource: string | string[] = "*") => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource }],
});

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

const LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

const documents: Readonly<Record<string, object>> = {
  AdministratorAccess: allow("*"),
  PowerUserAccess: {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "account:GetAccountInformation",
          "account:GetPrimaryEmail",
          "account:ListRegions",
          "iam:CreateServiceLinkedRole",
          "iam:DeleteServiceLinkedRole",
          "iam:ListRoles",
          "organizations:DescribeEffectivePolicy",
          "organizations:DescribeOrganization",
        ],
        Resource: "*",
      },
    ],
  },
  ReadOnlyAccess: allow(READ_ONLY),
  AWSCloudFormationReadOnlyAccess: allow([
    "cloudformation:Describe*",
    "cloudformation:EstimateTemplateCost",
    "cloudformation:Get*",
    "cloudformation:List*",
    "cloudformation:ValidateTemplate",
    "cloudformation:Detect*",
  ]),
  AmazonS3FullAccess: allow(["s3:*", "s3-object-lambda:*"]),
  AmazonS3ReadOnlyAccess: allow([
    "s3:Get*",
    "s3:List*",
    "s3:Describe*",
    "s3-object-lambda:Get*",
    "s3-object-lambda:List*",
  ]),
  IAMFullAccess: allow([
    "iam:*",
    "organizations:DescribeAccount",
    "organizations:DescribeOrganization",
    "organizations:DescribeOrganizationalUnit",
    "organizations:DescribePolicy",
    "organizations:ListChildren",
    "organizations:ListParents",
    "organizations:ListPoliciesForTarget",
    "organizations:ListRoots",
    "organizations:ListPolicies",
    "organizations:ListTargetsForPolicy",
  ]),
  CloudWatchLogsFullAccess: allow(["logs:*", "cloudwatch:GenerateQuery"]),
  "service-role/AWSLambdaBasicExecutionRole": allow(LOGS),
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": allow([
    ...LOGS,
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
  ]),
};

/** The document of an AWS managed policy by its ARN, or nothing for one that the lab does not know. */
export function awsManagedDocument(arn: string): string | undefined {
  const name = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const document = name === undefined || !Object.hasOwn(documents, name) ? undefined : documents[name];
  return document && JSON.stringify(document);
}

/** An AWS managed policy by its ARN, as if it were the account's own. */
export function awsManaged(arn: string): ManagedPolicy | undefined {
  const document = awsManagedDocument(arn);
  if (document === undefined) return undefined;
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const path = arn.slice("arn:aws:iam::aws:policy".length, -name.length);
  return {
    name,
    id: idOf(name),
    path,
    created: 0,
    updated: 0,
    versions: [{ id: "v1", document, created: 0 }],
    defaultVersion: "v1",
    tags: {},
  };
}

/** The ARNs of the AWS managed policies that the lab knows. */
export const awsManagedArns: readonly string[] = Object.keys(documents).map(
  (name) => `arn:aws:iam::aws:policy/${name}`,
);

/** AWS's own unique ids are not published; one of a name is always the same here. */
function idOf(name: string): string {
  const digest = createHash("sha256").update(name).digest();
  return `ANPA${[...digest.subarray(0, 17)].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte & 31]).join("")}`;
}
