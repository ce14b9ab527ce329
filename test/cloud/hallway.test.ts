import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";

const CLOUD = join(packageFolder, "lab/cloud");
const SERVICES = join(CLOUD, "services");

/** What a service's folder may have at its top, besides folders of nouns. */
const ANATOMY = new Set([
  "service.ts",
  "access.ts",
  "records.ts",
  "state.ts",
  "errors.ts",
  "target.ts",
  "source.ts",
  "constraints.ts",
  "README.md",
]);

/**
 * The files outside services/ that name a service, with the names. The lists here and below only shrink: a service is to say
 * everything about itself, and whoever mends one of these removes its line.
 */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  "auth/access-table.ts": ["lambda"],
  "auth/identities.ts": ["iam"],
  "auth/issuance.ts": ["iam", "sts"],
  "auth/last-used.ts": ["s3"],
  "auth/post-policy.ts": ["s3"],
  "auth/sigv2.ts": ["s3"],
  "auth/sigv4.ts": ["s3"],
  "control/accounts.ts": ["iam"],
  "destination.ts": ["lambda", "s3"],
  "forget-account.ts": ["cloudformation"],
};

/** What else stands at the top of services' folders, until it has moved into a folder of its noun. */
const LOOSE: Readonly<Record<string, readonly string[]>> = {
  apigateway: ["condition-keys.ts", "ids.ts", "member-names.ts", "patch.ts"],
  cloudformation: [
    "begin.ts",
    "capabilities.ts",
    "change-set-descriptions.ts",
    "change-sets.ts",
    "custom-resources.ts",
    "difference.ts",
    "drift.ts",
    "exports.ts",
    "imports.ts",
    "lookup.ts",
    "nested-stacks.ts",
    "operation-events.ts",
    "pages.ts",
    "prepare.ts",
    "receive.ts",
    "resources.ts",
    "rollbacks.ts",
    "signals.ts",
    "stack-descriptions.ts",
    "stack-parts.ts",
    "stack-policies.ts",
    "stacks.ts",
    "template-source.ts",
    "templates.ts",
    "unsupported.ts",
    "wait-conditions.ts",
    "waiting.ts",
  ],
  ecr: ["images.ts", "manifest.ts", "repositories.ts", "resources.ts", "uploads.ts"],
  iam: [
    "access-keys.ts",
    "account-summary.ts",
    "account.ts",
    "authorization-details.ts",
    "aws-managed.ts",
    "boundaries.ts",
    "context-keys.ts",
    "credential-access.ts",
    "credential-report.ts",
    "documents.ts",
    "groups.ts",
    "instance-profiles.ts",
    "last-accessed.ts",
    "login-profiles.ts",
    "mfa-codes.ts",
    "mfa-devices.ts",
    "names.ts",
    "oidc-providers.ts",
    "passwords.ts",
    "policies.ts",
    "policy-users.ts",
    "policy-versions.ts",
    "principal-policies.ts",
    "qr-png.ts",
    "quotas.ts",
    "resource-patterns.ts",
    "resources.ts",
    "roles.ts",
    "saml-metadata.ts",
    "saml-providers.ts",
    "service-linked-roles.ts",
    "service-linked-services.ts",
    "simulation.ts",
    "tags.ts",
    "totp.ts",
    "trust-policies.ts",
    "users.ts",
  ],
  lambda: ["condition-keys.ts", "limits.ts", "names.ts", "pages.ts"],
  logs: [
    "events.ts",
    "filter-events.ts",
    "filter-pattern.ts",
    "get-events.ts",
    "groups.ts",
    "read-events.ts",
    "resources.ts",
    "streams.ts",
  ],
  s3: ["address.ts", "foreign-pages.ts", "ids.ts", "receive.ts", "resources.ts"],
  ssm: ["parameters.ts", "resources.ts", "tags.ts"],
  sts: [
    "assume-role.ts",
    "federation-token.ts",
    "federation.ts",
    "identity.ts",
    "role-session.ts",
    "saml-assertion.ts",
    "saml-signature.ts",
    "saml.ts",
    "session-policies.ts",
    "session-tags.ts",
    "source-identity.ts",
    "web-identity.ts",
    "web-token.ts",
  ],
};

describe("The hallway", () => {
  const services = foldersIn(SERVICES);

  it("names no service", () => {
    const keys = services.join("|");
    // As a word of its own, or as a folder that is imported from.
    const quoted = new RegExp(`["'\`](?:[./]*/services/)?(${keys})(?:/[^"'\`]*)?["'\`]`, "g");
    const found: Record<string, readonly string[]> = {};
    for (const file of filesBelow(CLOUD)) {
      const names = [...readFileSync(join(CLOUD, file), "utf8").matchAll(quoted)].map(([, name = ""]) => name);
      if (names.length > 0) found[file] = [...new Set(names)].sort();
    }
    expect(found).to.deep.equal(NAMED);
  });

  for (const service of services) {
    it(`knows every file at the top of ${service}`, () => {
      const entries = readdirSync(join(SERVICES, service), { withFileTypes: true });
      expect(entries.map(({ name }) => name)).to.include("service.ts");
      const loose = entries.filter((entry) => entry.isFile() && !ANATOMY.has(entry.name)).map(({ name }) => name);
      expect(loose.sort()).to.deep.equal(LOOSE[service] ?? []);
    });
  }

  it("lists no service that is gone", () => {
    expect(services).to.include.members(Object.keys(LOOSE));
  });
});

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The TypeScript files of the cloud that belong to no service. */
function filesBelow(folder: string, path = ""): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = path === "" ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory())
      return inner === "services" || entry.name === "constraints" ? [] : filesBelow(folder, inner);
    return inner.endsWith(".ts") ? [inner] : [];
  });
}
