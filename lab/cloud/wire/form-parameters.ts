import { MalformedRequest } from "./errors.ts";

/** How many parameters a form may have: the longest lists of AWS's operations have some thousand items. */
const MOST = 20_000;

const AND = 0x26;

/**
 * The parameters of an `application/x-www-form-urlencoded` body, in their order. Throws a MalformedRequest when there are too
 * many.
 */
export function* parametersOf(body: Buffer): Generator<[name: string, value: string]> {
  let count = 0;
  for (let begin = 0; begin < body.length; ) {
    const found = body.indexOf(AND, begin);
    const end = found < 0 ? body.length : found;
    if (++count > MOST) throw new MalformedRequest(`There are more than ${MOST} parameters`);
    if (end > begin) yield parameterOf(body.toString("utf8", begin, end));
    begin = end + 1;
  }
}

/** One parameter of a form, as text; nothing when it is not there. The form is searched for it, and not read. */
export function parameterNamed(name: string, body: Buffer): string | undefined {
  const sought = `${name}=`;
  for (let at = body.indexOf(sought); at >= 0; at = body.indexOf(sought, at + 1)) {
    if (at > 0 && body[at - 1] !== AND) continue;
    const end = body.indexOf(AND, at);
    return parameterOf(body.toString("utf8", at, end < 0 ? body.length : end))[1];
  }
  return undefined;
}

function parameterOf(text: string): [name: string, value: string] {
  // The platform's own decoder knows what to do with what is not properly encoded.
  if (/[%+]/.test(text)) return [...new URLSearchParams(text)][0] ?? ["", ""];
  const mark = text.indexOf("=");
  return mark < 0 ? [text, ""] : [text.slice(0, mark), text.slice(mark + 1)];
}
