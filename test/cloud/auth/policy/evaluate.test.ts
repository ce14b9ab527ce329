// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of policies look like those of templates
import { expect } from "chai";
import type { Policy, Statement } from "../../../../lab/cloud/auth/policy/document.ts";
import { evaluate, type Policies } from "../../../../lab/cloud/auth/policy/evaluate.ts";
import { type AccessRequest, type Principal, RequestContext } from "../../../../lab/cloud/auth/policy/request.ts";

const OWN = "111111111111";
const OTHER = "222222222222";
const user: Principal = { kind: "user", account: OWN, arn: `arn:aws:iam::${OWN}:user/ann`, userId: "AIDAANN" };
const role = `arn:aws:iam::${OWN}:role/app`;
const session: Principal = { kind: "session", account: OWN, arn: `arn:aws:sts::${OWN}:assumed-role/app/x`, role };
const root: Principal = { kind: "root", account: OWN, arn: `arn:aws:iam::${OWN}:root` };
const service: Principal = { kind: "service", account: OWN, arn: "s3.amazonaws.com" };
const anonymous: Principal = { kind: "anonymous", account: "", arn: "anonymous" };

const request = (changes: Partial<AccessRequest> = {}): AccessRequest => ({
  principal: user,
  action: "s3:GetObject",
  resource: "arn:aws:s3:::photos/a/b.jpg",
  account: OWN,
  context: RequestContext.of({ "aws:username": "ann" }),
  ...changes,
});
const policy = (...Statement: Partial<Statement>[]): Policy => ({
  name: "p",
  document: {
    Version: "2012-10-17",
    Statement: Statement.map((one) => ({ Effect: "Allow" as const, Action: "s3:*", Resource: "*", ...one })),
  },
});
const ALLOW = policy({});
const DENY = policy({ Effect: "Deny" });
const NOTHING = policy({ Action: "ec2:*" });
const to = (Principal: NonNullable<Statement["Principal"]>, changes: Partial<Statement> = {}) =>
  policy({ Principal, ...changes });

describe("A request is decided on", () => {
  const outcome = (asked: Partial<AccessRequest>, policies: Policies) => {
    const decision = evaluate(request(asked), policies);
    if (decision.allowed) return "allowed";
    return decision.why === "explicit deny" ? `denied by ${decision.by.kind}` : `no ${decision.missing}`;
  };

  const matching: [allowed: boolean, statement: Partial<Statement>][] = [
    [true, {}],
    [true, { Action: "s3:getobject" }],
    [true, { Action: ["ec2:*", "s3:Get*"] }],
    [true, { Action: "*" }],
    [false, { Action: "s3:Put*" }],
    [true, { Resource: "arn:aws:s3:::photos/*" }],
    [true, { Resource: "arn:aws:s3:::photos/?/*.jpg" }],
    [false, { Resource: "arn:aws:s3:::photos" }],
    [false, { Resource: "arn:aws:s3:::Photos/*" }],
    [true, { Resource: "arn:aws:s3:::*" }],
    [false, { Resource: "arn:aws:s3:::photos/${aws:username}/*" }],
    [false, { Resource: "arn:aws:s3:::photos/${aws:nothing}/*" }],
    [false, { Action: undefined as never, NotAction: "s3:*" }],
    [true, { Action: undefined as never, NotAction: "ec2:*" }],
    [false, { Resource: undefined as never, NotResource: "arn:aws:s3:::photos/*" }],
    [true, { Resource: undefined as never, NotResource: "arn:aws:s3:::other/*" }],
    [false, { Condition: { StringEquals: { "aws:username": "bob" } } }],
    [true, { Condition: { StringEquals: { "aws:username": "ann" } } }],
  ];
  for (const [allowed, statement] of matching) {
    it(`by ${JSON.stringify(statement)}, which ${allowed ? "allows" : "does not allow"} it`, () => {
      expect(outcome({}, { identity: [policy(statement)] })).to.equal(allowed ? "allowed" : "no identity-based policy");
    });
  }

  it("with the variables of its principal", () => {
    const identity = [policy({ Resource: "arn:aws:s3:::photos/${aws:username}/*" })];
    expect(outcome({ resource: "arn:aws:s3:::photos/ann/a" }, { identity })).to.equal("allowed");
  });

  const same: [outcome: string, what: string, asked: Partial<AccessRequest>, policies: Policies][] = [
    ["no identity-based policy", "nothing", {}, {}],
    ["no identity-based policy", "nothing that is about it", {}, { identity: [NOTHING] }],
    ["allowed", "its identity", {}, { identity: [NOTHING, ALLOW] }],
    ["denied by identity-based policy", "a denial beside an allowance", {}, { identity: [ALLOW, DENY] }],
    [
      "allowed",
      "its identity, whatever the resource says of others",
      {},
      { identity: [ALLOW], resource: to({ AWS: OTHER }) },
    ],
    ["allowed", "the resource alone", {}, { resource: to({ AWS: user.arn }) }],
    ["allowed", "the resource, by its unique id", {}, { resource: to({ AWS: "AIDAANN" }) }],
    ["allowed", "the resource, for everybody", {}, { resource: to("*") }],
    ["no identity-based policy", "the resource, which leaves it to the account", {}, { resource: to({ AWS: OWN }) }],
    [
      "denied by resource-based policy",
      "the resource's denial",
      {},
      { identity: [ALLOW], resource: to("*", { Effect: "Deny" }) },
    ],
    [
      "allowed",
      "the resource's denial of all others",
      {},
      { identity: [ALLOW], resource: policy({ Effect: "Deny", NotPrincipal: { AWS: user.arn } }) },
    ],
    [
      "denied by resource-based policy",
      "the resource's denial of all but another",
      {},
      { identity: [ALLOW], resource: policy({ Effect: "Deny", NotPrincipal: { AWS: role } }) },
    ],
    [
      "denied by resource-based policy",
      "the resource's denial of all but it, as it has a boundary",
      {},
      { identity: [ALLOW], boundary: ALLOW, resource: policy({ Effect: "Deny", NotPrincipal: { AWS: user.arn } }) },
    ],
    [
      "denied by resource-based policy",
      "the resource's denial of all but another of its account",
      {},
      { identity: [ALLOW], resource: policy({ Effect: "Deny", NotPrincipal: { AWS: [role, OWN] } }) },
    ],
    [
      "allowed",
      "the resource's denial of all but its session and its role",
      { principal: session },
      { identity: [ALLOW], resource: policy({ Effect: "Deny", NotPrincipal: { AWS: [session.arn, role] } }) },
    ],
    ...[session.arn, role].map((named): (typeof same)[number] => [
      "denied by resource-based policy",
      `the resource's denial of all but ${named}, which is half of what a session is`,
      { principal: session },
      { identity: [ALLOW], resource: policy({ Effect: "Deny", NotPrincipal: { AWS: named } }) },
    ]),
    ["no permissions boundary", "a boundary that leaves it out", {}, { identity: [ALLOW], boundary: NOTHING }],
    ["allowed", "a boundary that has it", {}, { identity: [ALLOW], boundary: ALLOW }],
    ["denied by permissions boundary", "a boundary that denies it", {}, { identity: [ALLOW], boundary: DENY }],
    ["allowed", "the resource, past the boundary", {}, { boundary: NOTHING, resource: to({ AWS: user.arn }) }],
    [
      "no session policy",
      "a session that leaves it out",
      { principal: session },
      { identity: [ALLOW], session: [NOTHING] },
    ],
    ["allowed", "the role in the resource's policy", { principal: session }, { resource: to({ AWS: role }) }],
    [
      "no session policy",
      "the role in the resource's policy, but not the session",
      { principal: session },
      { resource: to({ AWS: role }), session: [NOTHING] },
    ],
    [
      "allowed",
      "the session itself in the resource's policy",
      { principal: session },
      { resource: to({ AWS: session.arn }), session: [NOTHING] },
    ],
    ["allowed", "being root", { principal: root }, {}],
    [
      "denied by resource-based policy",
      "a resource that denies it to root",
      { principal: root },
      { resource: to("*", { Effect: "Deny" }) },
    ],
    ["no service control policy", "the organization", {}, { identity: [ALLOW], serviceControl: [[ALLOW], [NOTHING]] }],
    [
      "no service control policy",
      "the organization, even for root",
      { principal: root },
      { serviceControl: [[NOTHING]] },
    ],
    [
      "denied by service control policy",
      "the organization's denial",
      {},
      { identity: [ALLOW], serviceControl: [[ALLOW, DENY]] },
    ],
    ["allowed", "all levels of the organization", {}, { identity: [ALLOW], serviceControl: [[ALLOW], [ALLOW]] }],
  ];
  for (const [expected, what, asked, policies] of same) {
    it(`in its own account: ${expected} because of ${what}`, () => {
      expect(outcome(asked, policies)).to.equal(expected);
    });
  }

  const across: [outcome: string, what: string, policies: Policies][] = [
    ["no resource-based policy", "its identity alone", { identity: [ALLOW] }],
    ["no identity-based policy", "the resource alone", { resource: to({ AWS: user.arn }) }],
    ["allowed", "both", { identity: [ALLOW], resource: to({ AWS: user.arn }) }],
    ["allowed", "both, the resource by account", { identity: [ALLOW], resource: to({ AWS: OWN }) }],
    ["allowed", "both, the resource by the account's root", { identity: [ALLOW], resource: to({ AWS: root.arn }) }],
    ["no resource-based policy", "a resource that is for others", { identity: [ALLOW], resource: to({ AWS: OTHER }) }],
    ["no permissions boundary", "its boundary", { identity: [ALLOW], resource: to("*"), boundary: NOTHING }],
  ];
  for (const [expected, what, policies] of across) {
    it(`in another account: ${expected} because of ${what}`, () => {
      expect(outcome({ account: OTHER }, policies)).to.equal(expected);
    });
  }

  for (const [expected, what, principal, policies] of [
    ["no resource-based policy", "nobody", anonymous, {}],
    ["allowed", "nobody, where everybody may", anonymous, { resource: to("*") }],
    ["allowed", "nobody, where everybody may, said otherwise", anonymous, { resource: to({ AWS: "*" }) }],
    ["no resource-based policy", "nobody, where an account may", anonymous, { resource: to({ AWS: OWN }) }],
    ["allowed", "a service that is named", service, { resource: to({ Service: "s3.amazonaws.com" }) }],
    [
      "no resource-based policy",
      "a service, where another one is named",
      service,
      { resource: to({ Service: "sns.amazonaws.com" }) },
    ],
    ["no resource-based policy", "a service, where everybody of AWS may", service, { resource: to({ AWS: "*" }) }],
  ] as const) {
    it(`for ${what}: ${expected}`, () => {
      expect(outcome({ principal }, policies)).to.equal(expected);
    });
  }

  it("by a statement that is told", () => {
    const decision = evaluate(request(), { identity: [NOTHING, policy({ Action: "x:y" }, { Sid: "mine" })] });
    expect(decision.allowed && decision.by?.statement.Sid).to.equal("mine");
  });
});
