import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { LabError } from "../../lab-error.ts";
import type { LabPlace } from "../../targets/client-settings.ts";
import { checkThisMachine } from "../../targets/this-machine.ts";
import { settingsOf } from "../account/settings.ts";
import { changeLab } from "../lab-api.ts";

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
export class NoClass extends LabError {
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
    const account = accountOf(number);
    const secret = await createAdministrator(name, account, { endpoint, region });
    if (!secret) {
      console.error(`${name} is there already`);
      continue;
    }
    await writeStudent({ name, account, ...secret }, { output, endpoint, region });
    console.log(`${name}  ${account}  ${fileOf(name, output)}`);
  }
  console.error(`A student begins with: source ${join(output, "student-01.env")}`);
}

/** `lab class list`: who is in a class, by the files of its students. */
export async function listClass({ output }: Pick<ClassOptions, "output">): Promise<void> {
  for (const { name, account, accessKeyId } of await studentsIn(output))
    console.log(`${name}  ${account}  ${accessKeyId}`);
}

/**
 * `lab class reset`: removes all that a student's account has, and gives him a new administrator. What is set for the account
 * stays.
 */
export async function resetStudent(name: string, { output, endpoint, region }: Omit<ClassOptions, "students">) {
  const student = await studentNamed(name, output);
  const { account } = student;
  const settings = await settingsOf(account, { endpoint });
  await changeLab({ endpoint }, "DELETE", `accounts/${account}`);
  if (settings && Object.keys(settings).length > 0)
    await changeLab({ endpoint }, "PUT", `accounts/${account}`, settings);
  const secret = await createAdministrator(student.name, account, { endpoint, region });
  if (secret) await writeStudent({ ...student, ...secret }, { output, endpoint, region });
  console.log(`${student.name}  ${account}  is empty, and has a new key: source ${fileOf(student.name, output)}`);
}

/** `lab class remove`: removes students' accounts with all that they have, and their files. */
export async function removeStudents(
  name: string | undefined,
  { output, endpoint, all }: Pick<ClassOptions, "output" | "endpoint"> & { readonly all?: boolean },
): Promise<void> {
  if ((name === undefined) !== Boolean(all)) throw new NoClass("Say which student, or --all.");
  const students = name === undefined ? await studentsIn(output) : [await studentNamed(name, output)];
  for (const student of students) {
    await changeLab({ endpoint }, "DELETE", `accounts/${student.account}`);
    await rm(fileOf(student.name, output));
    console.log(`${student.name}  ${student.account}  is gone`);
  }
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

/** The students of a class, by their files. Throws NoClass when there are none. */
async function studentsIn(output: string): Promise<Student[]> {
  const files = await readdir(output).catch(() => [] as string[]);
  const students = await Promise.all(
    files.filter((file) => file.endsWith(".env")).map((file) => readStudent(join(output, file))),
  );
  if (students.length === 0)
    throw new NoClass(
      `There is no class in ${output}. Make one with \`lab class create --students 30\`, or say where it is with --output.`,
    );
  return students.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function studentNamed(name: string, output: string): Promise<Student> {
  const students = await studentsIn(output);
  const found = students.find((student) => student.name === name);
  if (found) return found;
  throw new NoClass(
    `There is no student ${name} in ${output}. Those that are: ${students.map((one) => one.name).join(" ")}`,
  );
}

function fileOf(name: string, output: string): string {
  return join(output, `${name}.env`);
}

async function writeStudent(
  student: Student & { readonly secretAccessKey: string },
  { output, ...place }: LabPlace & Pick<ClassOptions, "output">,
): Promise<void> {
  await writeFile(fileOf(student.name, output), environment(student, place), { mode: 0o600 });
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

/** A student is called as his file is. */
async function readStudent(file: string): Promise<Student> {
  const text = await readFile(file, "utf8");
  return {
    name: basename(file, ".env"),
    account: /, the administrator of account (\d{12})$/m.exec(text)?.[1] ?? "",
    accessKeyId: /AWS_ACCESS_KEY_ID=(\S+)/.exec(text)?.[1] ?? "",
  };
}
