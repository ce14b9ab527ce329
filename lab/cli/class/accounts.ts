import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { LabError } from "../../lab-error.ts";
import type { LabPlace } from "../../targets/client-settings.ts";
import { settingsOf } from "../account/settings.ts";
import { changeLab } from "../lab-api.ts";
import { type Printed, print } from "../output.ts";
import { createAdministrator } from "./administrator.ts";
import { writeEnvironment } from "./environment.ts";
import { createTeacher, rootOf, type Teacher, teacherOf } from "./teacher.ts";

/** What `lab class create` is told. */
export interface ClassOptions extends LabPlace, Printed {
  /** Whose access key the teacher's is, in AWS's shared files. */
  readonly profile?: string;
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
 * `lab class create`: gives each student of a running lab an account of their own, and in it a user who may do everything there.
 * Writes a file for each, to be sourced by a shell. Students who are there already keep what they have.
 *
 * Then it switches the well-known keys off, so that nobody opens a neighbour's account: from there on the teacher, too, has
 * credentials, in a file beside the students'.
 */
export async function createClass(options: ClassOptions): Promise<void> {
  const { students, output, endpoint, region, profile: _, ...printed } = options;
  const teacher = await teacherOf(options, output);
  await mkdir(output, { recursive: true, mode: 0o700 });
  const created: { readonly name: string; readonly account: string; readonly file: string }[] = [];
  for (let number = 1; number <= students; number++) {
    const name = `student-${String(number).padStart(2, "0")}`;
    const account = accountOf(number);
    const file = await createStudent({ name, account }, teacher, { output, endpoint, region });
    if (!file) console.error(`${name} exists already`);
    else created.push({ name, account, file });
  }
  print(printed, created, () => created.map((one) => `${one.name}  ${one.account}  ${one.file}`).join("\n"));
  const file = await createTeacher(teacher, { endpoint, region }, output);
  if (file) console.error(`Your credentials as the teacher: source ${file}`);
  await changeLab(teacher, "PUT", "well-known-keys", { wellKnownKeys: "off" });
  console.error("The well-known keys (test, and account numbers) no longer open accounts of this lab.");
  console.error(`Students start with: source ${join(output, "student-01.env")}`);
}

/** `lab class list`: who is in a class, by the files of its students. */
export async function listClass({ output, ...printed }: Pick<ClassOptions, "output" | "json">): Promise<void> {
  const students = await studentsIn(output);
  const lineOf = ({ name, account, accessKeyId }: Student) => `${name}  ${account}  ${accessKeyId}`;
  print(printed, students, () => students.map(lineOf).join("\n"));
}

/**
 * `lab class reset`: removes all that a student's account has, and gives it a new administrator. What is set for the account
 * stays.
 */
export async function resetStudent(name: string, options: Omit<ClassOptions, "students">): Promise<void> {
  const { output, endpoint, region } = options;
  const student = await studentNamed(name, output);
  const { account } = student;
  const teacher = await teacherOf(options, output);
  const settings = await settingsOf(account, teacher);
  await changeLab(teacher, "DELETE", `accounts/${account}`);
  if (settings && Object.keys(settings).length > 0) await changeLab(teacher, "PUT", `accounts/${account}`, settings);
  await createStudent(student, teacher, { output, endpoint, region });
  const file = fileOf(student.name, output);
  print(options, { name: student.name, account, file }, () => {
    return `${student.name}  ${account}  is empty and has a new key: source ${file}`;
  });
}

/** `lab class remove`: removes students' accounts with all that they have, and their files. */
export async function removeStudents(
  name: string | undefined,
  options: Omit<ClassOptions, "students" | "region"> & { readonly all?: boolean },
): Promise<void> {
  const { output, all } = options;
  if ((name === undefined) !== Boolean(all)) throw new NoClass("Name a student, or use --all.");
  const students = name === undefined ? await studentsIn(output) : [await studentNamed(name, output)];
  const teacher = await teacherOf(options, output);
  for (const student of students) {
    await changeLab(teacher, "DELETE", `accounts/${student.account}`);
    await rm(fileOf(student.name, output));
    if (!options.json) console.log(`${student.name}  ${student.account}  removed`);
  }
  const removed = students.map(({ name, account }) => ({ name, account }));
  print(options, removed, () => "");
}

/** Accounts of students are told apart from all others by how they begin. */
function accountOf(number: number): string {
  return String(200_000_000_000 + number);
}

/** The students of a class, by their files. Throws NoClass when there are none. */
async function studentsIn(output: string): Promise<Student[]> {
  const files = await readdir(output).catch(() => [] as string[]);
  const students = await Promise.all(
    files.filter((file) => file.endsWith(".env")).map((file) => readStudent(join(output, file))),
  );
  if (!students.some(({ account }) => account !== ""))
    throw new NoClass(
      `There is no class in ${output}. Create one with \`lab class create --students 30\`, or say where it is with --output.`,
    );
  return students.filter(({ account }) => account !== "").sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function studentNamed(name: string, output: string): Promise<Student> {
  const students = await studentsIn(output);
  const found = students.find((student) => student.name === name);
  if (found) return found;
  throw new NoClass(
    `There is no student ${name} in ${output}. The students are: ${students.map((one) => one.name).join(" ")}`,
  );
}

function fileOf(name: string, output: string): string {
  return join(output, `${name}.env`);
}

/** Makes the administrator of a student's account, and the file; resolves to nothing when both are there already. */
async function createStudent(
  { name, account }: Pick<Student, "name" | "account">,
  teacher: Teacher,
  { output, ...place }: LabPlace & Pick<ClassOptions, "output">,
): Promise<string | undefined> {
  const keys = await createAdministrator(name, place, await rootOf(account, teacher));
  if (!keys) return undefined;
  const file = fileOf(name, output);
  await writeEnvironment(file, `${name}, the administrator of account ${account}`, { ...place, ...keys });
  return file;
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
