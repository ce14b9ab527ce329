import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const statement = (more: object = {}) => ({
  Effect: "Allow",
  Action: "s3:ListBucket",
  Resource: "arn:aws:s3:::example",
  ...more,
});
const policy = (more: object = {}, top: object = {}) => ({ Version: "2012-10-17", Statement: statement(more), ...top });
const trust = (more: object = {}, top: object = {}) => ({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
    ...more,
  },
  ...top,
});
const SYNTAX = "Syntax errors in policy.";
const VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const ACTIONS = "Policy statement must contain actions.";
const RESOURCES = "Policy statement must contain resources.";

describe("A document that IAM is given", () => {
  const lab = useCloud();
  let iam: IAM;
  let count = 0;
  before(() => {
    iam = lab.client(IAM);
  });
  const name = () => `name-${++count}`;
  const written = (document: unknown) => (typeof document === "string" ? document : JSON.stringify(document));

  describe("as a managed policy is refused", () => {
    const cases: [why: string, document: unknown, message: string][] = [
      ["that is no JSON", "This is no JSON", SYNTAX],
      [
        "without a version",
        policy({}, { Version: undefined }),
        "Policy document must be version 2012-10-17 or greater.",
      ],
      [
        "of the older version",
        policy({}, { Version: "2008-10-17" }),
        "Policy document must be version 2012-10-17 or greater.",
      ],
      ["of a version that there is not", policy({}, { Version: "2013-10-17" }), SYNTAX],
      ["without statements", policy({}, { Statement: undefined }), SYNTAX],
      ["with an empty list of statements", policy({}, { Statement: [] }), SYNTAX],
      ["with an element that there is not", policy({}, { Extra: "value" }), SYNTAX],
      ["with an element of a statement that there is not", policy({ Extra: "value" }), SYNTAX],
      ["whose id is no text", policy({}, { Id: {} }), SYNTAX],
      ["without an effect", policy({ Effect: undefined }), SYNTAX],
      ["with an effect that is none", policy({ Effect: "invalid" }), SYNTAX],
      ["with an effect in small letters", policy({ Effect: "allow" }), "The policy failed legacy parsing"],
      ["with a principal", policy({ Principal: "*" }), "Policy document should not specify a principal."],
      ["without actions", policy({ Action: undefined }), ACTIONS],
      ["with an empty list of actions", policy({ Action: [] }), ACTIONS],
      ["with actions said twice", policy({ NotAction: "s3:*" }), SYNTAX],
      ["with an action that is no text", policy({ Action: [[]] }), SYNTAX],
      ["with an action without a vendor", policy({ Action: "invalid" }), VENDOR],
      [
        "with an action of two colons",
        policy({ Action: "s3:List:Bucket" }),
        "Actions/Condition can contain only one colon.",
      ],
      ["with a vendor that can be none", policy({ Action: "a a:ListBucket" }), "Vendor a a is not valid"],
      ["without resources", policy({ Resource: undefined }), RESOURCES],
      ["with an empty list of resources", policy({ Resource: [] }), RESOURCES],
      [
        "with a resource that is no ARN",
        policy({ Resource: "invalid" }),
        'Resource invalid must be in ARN format or "*".',
      ],
      ["with an empty resource", policy({ Resource: "" }), 'Resource  must be in ARN format or "*".'],
      [
        "with a partition that there is not",
        policy({ Resource: "arn:error:s3:::example" }),
        'Partition "error" is not valid for resource "arn:error:s3:::example".',
      ],
      [
        "with an ARN that begins too late",
        policy({ Resource: "aws:s3:::example" }),
        'Partition "s3" is not valid for resource "arn:s3:::example:*".',
      ],
      [
        "with an ARN that ends too early",
        policy({ Resource: "arn:aws" }),
        "Resource vendor must be fully qualified and cannot contain regexes.",
      ],
      ["with an ARN of five parts", policy({ Resource: "arn:aws:s3::example" }), "The policy failed legacy parsing"],
      [
        "with a region in a bucket's ARN",
        policy({ Resource: "arn:aws:s3:us-east-1::example" }),
        "Resource arn:aws:s3:us-east-1::example can not contain region information.",
      ],
      [
        "with a resource of IAM that there is not",
        policy({ Resource: "arn:aws:iam:::example" }),
        'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
      ],
      ["with conditions that are a list", policy({ Condition: [] }), SYNTAX],
      ["with an operator that there is not", policy({ Condition: { Equals: { "a:b": "c" } } }), SYNTAX],
      ["with a condition key without a vendor", policy({ Condition: { StringEquals: { key: "c" } } }), VENDOR],
      [
        "with one id for two statements",
        policy({}, { Statement: [statement({ Sid: "a" }), statement({ Sid: "a" })] }),
        "Statement IDs (SID) in a single policy must be unique.",
      ],
      [
        "with an id that holds a space",
        policy({ Sid: "a b" }),
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
      ],
    ];
    for (const [why, document, message] of cases) {
      it(why, async () => {
        const PolicyDocument = written(document);
        const refused = await failure(iam.createPolicy({ PolicyName: name(), PolicyDocument }));
        expect([refused.name, refused.message]).to.deep.equal(["MalformedPolicyDocumentException", message]);
      });
    }
  });

  describe("as a permissions policy is taken", () => {
    const cases: [what: string, document: unknown][] = [
      ["for a whole service", policy({ Action: "*", Resource: "*" })],
      [
        "with conditions of all kinds",
        policy({
          Condition: {
            "ForAnyValue:StringLikeIfExists": { "aws:x": ["a", "b"] },
            Bool: { "aws:SecureTransport": true },
          },
        }),
      ],
      [
        "with wildcards in its ARNs",
        policy({ Resource: ["arn:aws:s3:::*", "arn:*:logs:*:*:*", "arn:aws:iam::*:role/x*"] }),
      ],
      [
        "for access points, which have a region",
        policy({ Resource: "arn:aws:s3:us-east-1:000000000000:accesspoint/a" }),
      ],
      [
        "of all but some actions and resources",
        policy({ Action: undefined, NotAction: "iam:*", Resource: undefined, NotResource: "arn:aws:s3:::a" }),
      ],
    ];
    for (const [what, document] of cases) {
      it(what, async () => {
        await iam.createPolicy({ PolicyName: name(), PolicyDocument: written(document) });
      });
    }

    it("in the older version of the language, inline", async () => {
      const RoleName = name();
      await iam.createRole({ RoleName, AssumeRolePolicyDocument: written(trust()) });
      const PolicyDocument = written(policy({}, { Version: undefined }));
      await iam.putRolePolicy({ RoleName, PolicyName: "old", PolicyDocument });
    });
  });

  describe("as a trust policy is refused", () => {
    const invalid = (kind: string, who: string) => `Invalid principal in policy: "${kind}":"${who}"`;
    const NOBODY = "arn:aws:iam::000000000000:user/nobody";
    const cases: [why: string, document: unknown, message: string][] = [
      ["that is no JSON", "{", "This policy contains invalid Json"],
      ["without statements", trust({}, { Statement: [] }), "Could not parse the policy: Statement is empty!"],
      ["without an effect", trust({ Effect: undefined }), "Missing required field Effect"],
      ["without a principal", trust({ Principal: undefined }), "Missing required field Principal"],
      ["with an empty principal", trust({ Principal: {} }), "Missing required field Principal cannot be empty!"],
      ["whose principal is a text", trust({ Principal: "*" }), "Principal must be a JSON object."],
      [
        "for all but some",
        trust({ Principal: undefined, NotPrincipal: { AWS: "*" } }),
        "Allow with NotPrincipal is not allowed.",
      ],
      ["without an action", trust({ Action: undefined }), "Missing required field Action"],
      [
        "about another action",
        trust({ Action: "s3:GetObject" }),
        "AssumeRole policy may only specify STS AssumeRole actions.",
      ],
      ["about all of STS", trust({ Action: "sts:*" }), "AssumeRole policy may only specify STS AssumeRole actions."],
      ["with a resource", trust({ Resource: "*" }), "Has prohibited field Resource"],
      [
        "for a service that can be none",
        trust({ Principal: { Service: "lambda.amazon" } }),
        invalid("SERVICE", "lambda.amazon"),
      ],
      ["for a user who is not there", trust({ Principal: { AWS: NOBODY } }), invalid("AWS", NOBODY)],
      [
        "for a kind of principal that there is not",
        trust({ Principal: { CanonicalUser: "a" } }),
        'Invalid principal in policy: "CanonicalUser"',
      ],
      [
        "for Cognito without a condition",
        trust({ Principal: { Federated: "cognito-identity.amazonaws.com" }, Action: "sts:AssumeRoleWithWebIdentity" }),
        "A condition block must be present for the Cognito provider",
      ],
      [
        "with one id for two statements",
        trust({}, { Statement: [trust({ Sid: "a" }).Statement, trust({ Sid: "a" }).Statement] }),
        "The Statement Ids in the policy are not unique",
      ],
    ];
    for (const [why, document, message] of cases) {
      it(why, async () => {
        const refused = await failure(
          iam.createRole({ RoleName: name(), AssumeRolePolicyDocument: written(document) }),
        );
        expect([refused.name, refused.message]).to.deep.equal(["MalformedPolicyDocumentException", message]);
      });
    }

    it("but may name a user, a role and an account that are there", async () => {
      const { User } = await iam.createUser({ UserName: name(), Path: "/p/" });
      const { Role } = await iam.createRole({ RoleName: name(), AssumeRolePolicyDocument: written(trust()) });
      const AWS = [User?.Arn, User?.UserId, Role?.Arn, "111111111111", "arn:aws:iam::111111111111:root", "*"];
      await iam.createRole({ RoleName: name(), AssumeRolePolicyDocument: written(trust({ Principal: { AWS } })) });
    });
  });

  describe("counts without its white space", () => {
    const spaces = " ".repeat(5000);
    /** A policy of so many characters. */
    const ofSize = (size: number) => {
      const rest = written(policy({ Resource: "arn:aws:s3:::" })).length;
      return written(policy({ Resource: `arn:aws:s3:::${"x".repeat(size - rest)}` })) + spaces;
    };
    it("towards the size of a managed policy", async () => {
      await iam.createPolicy({ PolicyName: name(), PolicyDocument: ofSize(6144) });
      const refused = await failure(iam.createPolicy({ PolicyName: name(), PolicyDocument: ofSize(6145) }));
      expect([refused.name, refused.message]).to.deep.equal([
        "LimitExceededException",
        "Cannot exceed quota for PolicySize: 6144",
      ]);
    });

    it("towards the size of all inline policies together", async () => {
      const UserName = name();
      await iam.createUser({ UserName });
      const put = (PolicyName: string, size: number) =>
        iam.putUserPolicy({ UserName, PolicyName, PolicyDocument: ofSize(size) });
      await put("a", 1024);
      await put("b", 1024);
      const refused = await failure(put("c", 200));
      expect([refused.name, refused.message]).to.deep.equal([
        "LimitExceededException",
        `Maximum policy size of 2048 bytes exceeded for user ${UserName}`,
      ]);
      await put("a", 500);
      await put("c", 200);
    });

    it("towards the size of a trust policy", async () => {
      const Condition = { StringEquals: { "sts:ExternalId": "x".repeat(2048) } };
      const AssumeRolePolicyDocument = written(trust({ Condition }));
      const refused = await failure(iam.createRole({ RoleName: name(), AssumeRolePolicyDocument }));
      expect(refused.message).to.equal("Cannot exceed quota for ACLSizePerRole: 2048");
    });
  });
});
