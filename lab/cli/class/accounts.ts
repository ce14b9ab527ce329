import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import type { LabPlace } from "../../targets/client-settings.ts";
import { checkThisMachine } from "../../targets/this-machine.ts";

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** What `lab class create` is told. */
export interface ClassOptions extends LabPlace {
  readonly students: number;
  /** The folder for the students' files. */
  readonly output: string;
}

/** A student: an account, and the user who administers it. */
export interface Student {
  readonly name: string;
  readonly account: string;
  readonly accessKeyId: string;
}

/** The folder holds no class. */
export class NoClass extends Error {
  override readonly name = "NoClass";
}

/**
 * `lab class create`: gives each student of a running lab an account of his own, and in it a user who may do everything there.
 * Writes a file for each, to be sourced by a shell. Students who are there already keep what they have.
 */
export async function createClass({ students, output, endpoint, region }: ClassOptions): Promise<void> {
  checkThisMachine(endpoint);
  await mkdir(output, { recursive: true });
  for (let number = 1; number <= students; number++) {
    const name = `student-${String(number).padStart(2, "0")}`;
    const file = join(output, `${name}.env`);
    const account = accountOf(number);
    const secret = await createAdministrator(name, account, { endpoint, region });
    if (!secret) {
      console.error(`${name} is there already`);
      continue;
    }
    await writeFile(file, environment({ name, account, ...secret }, { endpoint, region }), { mode: 0o600 });
    console.log(`${name}  ${account}  ${file}`);
  }
  console.error(`A student begins with: source ${join(output, "student-01.env")}`);
}

/** `lab class list`: who is in a class, by the files of its students. */
export async function listClass({ output }: Pick<ClassOptions, "output">): Promise<void> {
  const files = await readdir(output).catch(() => [] as string[]);
  const students = await Promise.all(
    files.filter((file) => file.endsWith(".env")).map((file) => readStudent(join(output, file))),
  );
  if (students.length === 0)
    throw new NoClass(
      `There is no class in ${output}. Make one with \`lab class create --students 30\`, or say where it is with --output.`,
    );
  for (const { name, account, accessKeyId } of students.sort((a, b) => (a.name < b.name ? -1 : 1)))
    console.log(`${name}  ${account}  ${accessKeyId}`);
}

/** Accounts of students are told apart from all others by how they begin. */
function accountOf(number: number): string {
  return String(200_000_000_000 + number);
}

/** The user of an account, with a key; nothing when he is there already. */
async function createAdministrator(UserName: string, account: string, place: LabPlace) {
  // A 12-digit access key is the root of that account.
  const iam = new IAMClient({ ...place, credentials: { accessKeyId: account, secretAccessKey: "test" } });
  try {
    const there = await iam.send(new GetUserCommand({ UserName })).catch((error: Error) => {
      if (error.name === "NoSuchEntityException") return undefined;
      throw error;
    });
    if (there) return undefined;
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  } finally {
    iam.destroy();
  }
}

function environment(student: Student & { readonly secretAccessKey: string }, { endpoint, region }: LabPlace): string {
  const { name, account, accessKeyId, secretAccessKey } = student;
  return [
    `# ${name}, the administrator of account ${account}`,
    `export AWS_ENDPOINT_URL=${endpoint} AWS_ENDPOINT_URL_S3=${endpoint}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    "unset AWS_SESSION_TOKEN AWS_PROFILE",
    "",
  ].join("\n");
}

async function readStudent(file: string): Promise<Student> {
  const text = await readFile(file, "utf8");
  const [, name = "", account = ""] = /^# (\S+), the administrator of account (\d{12})$/m.exec(text) ?? [];
  return { name, account, accessKeyId: /AWS_ACCESS_KEY_ID=(\S+)/.exec(text)?.[1] ?? "" };
}
