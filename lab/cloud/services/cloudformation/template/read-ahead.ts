import { answerOfThread } from "../../../thread.ts";
import { validationError } from "../errors.ts";
import { keepRead, MOST_AT_ONCE, type ReadText } from "./read.ts";

/** How long a template may take to be read, in milliseconds. */
const LONGEST = 20_000;

/**
 * Reads a large template in a thread of its own: YAML takes seconds for a megabyte, and everybody else would wait for it. What
 * reads the text afterwards has it at once.
 */
export async function readAhead(text: string): Promise<string> {
  if (text.length > MOST_AT_ONCE && !/^\s*\{/.test(text)) keepRead(text, await readApart(text));
  return text;
}

function readApart(text: string): Promise<ReadText> {
  return answerOfThread("cloud/services/cloudformation/template/read-worker", text, LONGEST, {
    ended: () => validationError("Template format error: The template can't be read."),
    late: () => validationError("Template format error: The template takes too long to be read."),
  });
}
