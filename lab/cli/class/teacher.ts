import { join } from "node:path";
import type { KeyPair } from "../../cloud/auth/key-pair.ts";
import type { PlaceOfConsole } from "../../cloud/control/place.ts";
import type { LabPlace } from "../../targets/client-settings.ts";
import { candidatesFor } from "../credentials.ts";
import { changeLab, type LabCaller, LabRefused, readLab } from "../lab-api.ts";
import { createAdministrator } from "./administrator.ts";
import { writeEnvironment } from "./environment.ts";

const TEACHER = "teacher";

/** The account that the lab belongs to. */
const ACCOUNT = "000000000000";

/** Which lab, and who may be its teacher. */
type Asked = Pick<LabPlace, "endpoint"> & { readonly profile?: string };

/** Who runs the lab, as it is asked. */
export type Teacher = LabCaller & Required<Pick<LabCaller, "credentials">>;

/**
 * The teacher's credentials: those of the environment, of the class's folder or of the lab's state, whichever the lab takes.
 *
 * @param folder the class's
 * @throws LabRefused when none of them is the teacher's
 */
export async function teacherOf({ endpoint, profile }: Asked, folder: string): Promise<Teacher> {
  let refused: Error | undefined;
  for (const credentials of await candidatesFor(endpoint, fileOf(folder), profile)) {
    const place = await readLab<PlaceOfConsole>({ endpoint, credentials }, "place").catch((error: Error) => {
      if (!(error instanceof LabRefused)) throw error;
      refused = error;
    });
    if (place?.caller?.isTeacher) return { endpoint, credentials };
  }
  throw new LabRefused(
    `Only the teacher may do this: source ${fileOf(folder)}, or root.env in the folder of the lab's state.${refused ? ` (${refused.message})` : ""}`,
  );
}

/** Gives the teacher a user of their own in the lab's first account, unless there is one. Resolves to its file if it is new. */
export async function createTeacher(teacher: Teacher, place: LabPlace, folder: string): Promise<string | undefined> {
  const keys = await createAdministrator(TEACHER, place, await rootOf(ACCOUNT, teacher));
  if (!keys) return undefined;
  const file = fileOf(folder);
  await writeEnvironment(file, `the teacher: ${TEACHER}, who runs the lab from account ${ACCOUNT}`, {
    ...place,
    ...keys,
  });
  return file;
}

/** The key pair of an account's root. */
export async function rootOf(account: string, teacher: Teacher): Promise<KeyPair> {
  return await changeLab<KeyPair>(teacher, "POST", `root-keys/${account}`);
}

function fileOf(folder: string): string {
  return join(folder, `${TEACHER}.env`);
}
