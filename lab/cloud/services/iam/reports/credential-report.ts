import { rootOf } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { devicesOf } from "../mfa/mfa-devices.ts";
import type { AccessKey, SigningCertificate, User } from "../records.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";
import { allOf } from "../user-credentials/kept.ts";

/** Milliseconds for which a report is the one that counts. */
const VALID = 4 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html#id_credentials_understanding_the_report_format */
const COLUMNS = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  "access_key_1_active",
  "access_key_1_last_rotated",
  "access_key_1_last_used_date",
  "access_key_1_last_used_region",
  "access_key_1_last_used_service",
  "access_key_2_active",
  "access_key_2_last_rotated",
  "access_key_2_last_used_date",
  "access_key_2_last_used_region",
  "access_key_2_last_used_service",
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
];

/** Makes a report, unless there is one of the last four hours. */
export const generateCredentialReport: Iam["GenerateCredentialReport"] = (_input, context) => {
  const { cloud, state, account } = context;
  const now = cloud.clock.now();
  const before = state.accounts.get(account);
  if (before?.credentialReport && now - before.credentialReport.generated < VALID) return { State: "COMPLETE" };
  const content = contentOf(context);
  cloud.store.write(() => {
    state.accounts.put([account], { ...before, credentialReport: { content, generated: now } });
  });
  return { State: "STARTED", Description: "No report exists. Starting a new report generation task" };
};

export const getCredentialReport: Iam["GetCredentialReport"] = (_input, { cloud, state, account }) => {
  const { credentialReport } = state.accounts.get(account) ?? {};
  if (!credentialReport) throw new AwsError("ReportNotPresent", "No report exists for the account.");
  const { content, generated } = credentialReport;
  if (cloud.clock.now() - generated >= VALID)
    throw new AwsError("ReportExpired", "The most recent credential report has expired.");
  return { Content: Buffer.from(content), ReportFormat: "text/csv", GeneratedTime: new Date(generated) };
};

function contentOf(context: IamContext): string {
  const users = [...context.state.users.values({ under: [context.account] })];
  const rows = [
    COLUMNS,
    rootRow(context),
    ...users.map((user) => [
      user.name,
      arnOf(context.account, "user", user),
      time(user.created),
      ...passwordColumns(user, context),
      String(devicesOf(user.id, context).length > 0),
      ...keyColumns(user.keys, context),
      ...certificateColumns(allOf("signingCertificates", user, context)),
    ]),
  ];
  return rows.map((row) => row.map(quoted).join(",")).join("\n");
}

function rootRow(context: IamContext): string[] {
  const { state, account } = context;
  const keys = state.accounts.get(account)?.keys ?? [];
  return [
    "<root_account>",
    rootOf(account).arn,
    time(0),
    "not_supported",
    "no_information",
    "not_supported",
    "not_supported",
    "false",
    ...keyColumns(keys, context),
    ...certificateColumns([]),
  ];
}

/** Of two certificates, whether or not there are so many. */
function certificateColumns([first, second]: readonly SigningCertificate[]): string[] {
  return [first, second].flatMap((one) => (one ? [String(one.active), time(one.uploaded)] : ["false", "N/A"]));
}

/** Nobody signs in here: a password is never used. */
function passwordColumns({ id }: User, { state, account }: IamContext): string[] {
  const profile = state.loginProfiles.get(account, id);
  if (!profile) return ["false", "N/A", "N/A", "N/A"];
  const { MaxPasswordAge: days } = state.accounts.get(account)?.passwordPolicy ?? {};
  const next = days ? time(profile.changed + days * 24 * 60 * 60 * 1000) : "N/A";
  return ["true", "no_information", time(profile.changed), next];
}

/** Of two keys, whether or not there are so many. */
function keyColumns(keys: readonly AccessKey[], { cloud }: IamContext): string[] {
  return [keys[0], keys[1]].flatMap((key) => {
    if (!key) return ["false", "N/A", "N/A", "N/A", "N/A"];
    const use = cloud.credentials.lastUsed.key(key.id);
    const used = use ? [time(use.at), use.region, use.service] : ["N/A", "N/A", "N/A"];
    return [String(key.active), time(key.created), ...used];
  });
}

/** ISO 8601, to the second. */
function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "+00:00");
}

/** Names may hold commas, which CSV separates by. */
function quoted(value: string): string {
  return value.includes(",") ? `"${value}"` : value;
}
