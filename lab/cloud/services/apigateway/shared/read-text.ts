import { answerOfThread } from "../../../thread.ts";
import { badRequest } from "./errors.ts";
import { readYaml } from "./read-yaml.ts";

/** Characters of YAML that are read at once. Longer ones are read in a thread of their own: a megabyte takes seconds. */
const MOST_AT_ONCE = 16_384;

/** How long a document may take to be read, in milliseconds. */
const LONGEST = 20_000;

/** What the thread made of a document: the document as JSON, or what is wrong with it. */
export type ReadText = { readonly json: string } | { readonly problem: string };

/** Reads JSON or YAML. Throws API Gateway's BadRequestException when it is neither, or takes too long. */
export async function readText(text: string): Promise<unknown> {
  // JSON is YAML, but for the speed of reading it.
  if (/^\s*\{/.test(text)) return parsed(() => JSON.parse(text));
  if (text.length <= MOST_AT_ONCE) return parsed(() => readYaml(text));
  const read = await answerOfThread<ReadText>("cloud/services/apigateway/shared/read-worker", text, LONGEST, {
    ended: () => unreadable("it takes too much memory"),
    late: () => unreadable("it takes too long"),
  });
  if ("problem" in read) throw unreadable(read.problem);
  return JSON.parse(read.json);
}

function parsed(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw unreadable((error as Error).message);
  }
}

function unreadable(problem: string): Error {
  return badRequest(`Invalid OpenAPI input: unable to parse the document: ${problem}`);
}
