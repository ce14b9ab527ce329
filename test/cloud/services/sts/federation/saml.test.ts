import { createHash } from "node:crypto";
import {
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { answer, encoded, ISSUER, metadata, type Said, signed } from "./saml-provider.ts";

describe("A role assumed with a SAML assertion", () => {
  const lab = useCloud();
  const RoleArn = "arn:aws:iam::000000000000:role/staff";
  const PrincipalArn = "arn:aws:iam::000000000000:saml-provider/town";
  let iam: IAMClient;
  before(async () => {
    iam = lab.client(IAMClient);
    await iam.send(new CreateSAMLProviderCommand({ Name: "town", SAMLMetadataDocument: metadata() }));
    await iam.send(new CreateRoleCommand({ RoleName: "staff", AssumeRolePolicyDocument: document({}) }));
  });

  const document = (Condition: object, Action: string[] = ["sts:AssumeRoleWithSAML"]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Federated: PrincipalArn }, Action, Condition }],
    });
  const trust = (Condition: object, Action?: string[]) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "staff", PolicyDocument: document(Condition, Action) }));
  const said = (more: Partial<Said> = {}): Said => ({
    now: lab.clock.now(),
    role: `${RoleArn},${PrincipalArn}`,
    ...more,
  });
  const assume = (SAMLAssertion: string, more: object = {}) =>
    lab.client(STSClient).send(new AssumeRoleWithSAMLCommand({ RoleArn, PrincipalArn, SAMLAssertion, ...more }));
  const says = (more: Partial<Said> = {}, what: "Response" | "Assertion" = "Assertion") =>
    encoded(signed(answer(said(more)), what));

  for (const what of ["Response", "Assertion"] as const) {
    it(`is a session like any other: the ${what} is signed`, async () => {
      await trust({});
      const session = await assume(says({}, what));
      const NameQualifier = createHash("sha1").update(`${ISSUER}000000000000/town`).digest("base64");
      expect(session).to.include({
        Subject: "ada",
        SubjectType: "persistent",
        Issuer: ISSUER,
        Audience: "https://signin.aws.amazon.com/saml",
        NameQualifier,
      });
      const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = session.Credentials ?? {};
      const sts = lab.client(STSClient, {
        credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      });
      const { Arn } = await sts.send(new GetCallerIdentityCommand());
      expect(Arn).to.equal("arn:aws:sts::000000000000:assumed-role/staff/ada");
    });
  }

  it("is decided on by the role's trust, with what the assertion says as conditions", async () => {
    await trust({
      StringEquals: {
        "saml:aud": "https://signin.aws.amazon.com/saml",
        "saml:iss": ISSUER,
        "saml:doc": "000000000000/town",
        "saml:sub": "ada",
        "saml:sub_type": "persistent",
      },
    });
    await assume(says());
    const error = await failure(assume(says({ subject: "bob" })));
    expect([error.name, error.message]).to.deep.equal([
      "AccessDenied",
      "Not authorized to perform sts:AssumeRoleWithSAML",
    ]);
  });

  it("gets the tags and the source identity of the assertion, where the trust allows that", async () => {
    const attributes = { "PrincipalTag:team": "red", TransitiveTagKeys: "team", SourceIdentity: "ada" };
    await trust({});
    expect((await failure(assume(says({ attributes })))).message).to.equal("Not authorized to perform sts:TagSession");
    const actions = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"];
    await trust({ StringEquals: { "sts:SourceIdentity": "ada" } }, actions);
    expect((await assume(says({ attributes }))).SourceIdentity).to.equal("ada");
  });

  it("lasts no longer than the identity provider's own session", async () => {
    await trust({});
    const { Credentials } = await assume(says({ sessionEnds: lab.clock.now() + 1_800_000 }));
    expect(Number(Credentials?.Expiration) - lab.clock.now()).to.be.within(1_780_000, 1_800_000);
    expect((await failure(assume(says(), { DurationSeconds: 7200 }))).name).to.equal("ValidationError");
  });

  describe("is refused", () => {
    before(() => trust({}));
    const minutes = (count: number) => lab.clock.now() + count * 60_000;
    const evil = `${RoleArn.replace("staff", "admin")},${PrincipalArn}`;
    const cases: [string, () => string, string, RegExp | string][] = [
      [
        "what nobody signed",
        () => encoded(answer(said())),
        "InvalidIdentityTokenException",
        "Response signature invalid",
      ],
      [
        "what a stranger signed, who shows the right certificate",
        () => encoded(signed(answer(said()), "Assertion", "stranger")),
        "InvalidIdentityTokenException",
        "Response signature invalid",
      ],
      [
        "what was changed",
        () => encoded(signed(answer(said()), "Assertion").replace(">ada<", ">eve<")),
        "InvalidIdentityTokenException",
        "Response signature invalid",
      ],
      [
        "another issuer",
        () => says({ issuer: "https://other.example.com" }),
        "InvalidIdentityTokenException",
        "Issuer not present in specified provider",
      ],
      [
        "an assertion for somebody else",
        () => says({ audience: "https://other.example.com" }),
        "InvalidIdentityTokenException",
        "Response does not contain the required audience.",
      ],
      [
        "an answer sent elsewhere",
        () => says({ recipient: "https://signin.aws.amazon.com.example.com/saml" }),
        "InvalidIdentityTokenException",
        "Response does not contain the required audience.",
      ],
      [
        "an answer that is a refusal",
        () => says({ status: "Responder" }, "Response"),
        "InvalidIdentityTokenException",
        "Response signature invalid",
      ],
      [
        "an assertion of some time ago",
        () => says({ issued: minutes(-6) }),
        "ExpiredTokenException",
        "Token must be redeemed within 5 minutes of issuance",
      ],
      ["an assertion that ended", () => says({ ends: minutes(-1) }), "ExpiredTokenException", /NotOnOrAfter/],
      [
        "an assertion from the future",
        () => says({ issued: minutes(10), ends: minutes(20) }),
        "IDPRejectedClaimException",
        /not valid yet/,
      ],
      [
        "a session's name that is none",
        () => says({ attributes: { RoleSessionName: "a b" } }),
        "InvalidIdentityTokenException",
        /^RoleSessionName in AuthnResponse must match/,
      ],
      [
        "a role that the assertion does not give",
        () => says({ role: evil }),
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithSAML",
      ],
      [
        "a document type",
        () => encoded(`<!DOCTYPE x [<!ENTITY e "x">]>${signed(answer(said()), "Assertion")}`),
        "InvalidIdentityTokenException",
        /could not be parsed/,
      ],
      ["what is no XML", () => encoded("hello"), "InvalidIdentityTokenException", /could not be parsed/],
    ];
    for (const [what, assertion, code, message] of cases) {
      it(what, async () => {
        const error = await failure(assume(assertion()));
        expect(error.name).to.equal(code);
        if (typeof message === "string") expect(error.message).to.equal(message);
        else expect(error.message).to.match(message);
      });
    }

    // https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/somorovsky
    it("a signed assertion wrapped into a forged answer, wherever it is put", async () => {
      const genuine = signed(answer(said()), "Assertion");
      const assertion = /<saml:Assertion .*<\/saml:Assertion>/s.exec(genuine)?.[0] as string;
      const forged = assertion
        .replace(/<Signature .*<\/Signature>/s, "")
        .replace(">ada</saml:NameID>", ">eve</saml:NameID>")
        .replace('ID="_assertion"', 'ID="_forged"');
      const signature = /<Signature .*<\/Signature>/s.exec(assertion)?.[0] as string;
      const bare = assertion.replace(signature, "");
      const answers = [
        genuine.replace(assertion, forged + assertion),
        genuine.replace(assertion, assertion + forged),
        genuine.replace(assertion, forged.replace("</saml:Assertion>", `${assertion}</saml:Assertion>`)),
        genuine.replace(assertion, forged.replace("</saml:Assertion>", `${signature}</saml:Assertion>`) + bare),
        genuine.replace(
          assertion,
          `<samlp:Extensions>${bare}</samlp:Extensions>${forged.replace("</saml:Assertion>", `${signature}</saml:Assertion>`)}`,
        ),
        genuine.replace(assertion, forged.replace("_forged", "_assertion") + assertion),
      ];
      for (const one of answers) {
        const subject = await assume(encoded(one)).then(
          ({ Subject }) => Subject,
          (error: Error) => error.name,
        );
        expect(subject).to.be.oneOf(["ada", "InvalidIdentityTokenException"]);
      }
    });

    // Nobody is known before the signature holds: each of these took seconds.
    const wrap = (inner: string) => answer(said()).replace("</samlp:Response>", `${inner}</samlp:Response>`);
    const signature = () => /<Signature .*<\/Signature>/s.exec(signed(answer(said()), "Response"))?.[0] as string;
    const hostile: [what: string, answer: () => string][] = [
      ["processing instructions without an end", () => "<?a ".repeat(18_000)],
      [
        "many signatures",
        () =>
          wrap(
            signature()
              .replace(/<SignatureValue>[^<]+/, "<SignatureValue>x")
              .replace(/<KeyInfo>.*<\/KeyInfo>/s, "")
              .repeat(80),
          ),
      ],
      [
        "many references",
        () => wrap(signature().replace(/<Reference .*<\/Reference>/s, (one) => one.repeat(100)) + "<b/>".repeat(900)),
      ],
      ["elements that are nested without an end", () => "<a>".repeat(10_000) + "</a>".repeat(10_000)],
      ["elements that are nested too deeply", () => wrap("<a>".repeat(1_000) + "</a>".repeat(1_000) + signature())],
      [
        "a signature by a word that everybody knows",
        () => signed(answer(said()), "Response").replace(/xmldsig-more#rsa-sha256/, "xmldsig-more#hmac-sha256"),
      ],
    ];
    for (const [what, text] of hostile)
      it(what, async () => {
        const error = await failure(assume(encoded(text())));
        expect(error.name).to.equal("InvalidIdentityTokenException");
      });

    it("a provider of another name, or of another account", async () => {
      for (const other of [`${PrincipalArn}-not`, PrincipalArn.replace("000000000000", "111111111111")]) {
        expect((await failure(assume(says(), { PrincipalArn: other }))).message).to.equal(
          "Specified provider doesn't exist.",
        );
      }
    });
  });
});
