import { malformed } from "../errors.ts";
import type { Cursor } from "./cursor.ts";
import { expressionOf } from "./expressions.ts";
import type { PathExpression, Step } from "./syntax.ts";

/** A name with steps into its value, as tables, and the attributes that are set, are named. */
export function simplePathOf(cursor: Cursor): PathExpression {
  const { token } = cursor;
  if (token.kind !== "name" && token.kind !== "quoted") throw malformed("Expected identifier for simple path");
  return pathFrom(cursor);
}

/** The same where a name comes next. */
export function pathFrom(cursor: Cursor): PathExpression {
  const { text: root, at } = cursor.take();
  const steps: Step[] = [];
  for (;;) {
    if (cursor.skip(".")) {
      const { kind, text } = cursor.token;
      if (kind !== "name" && kind !== "quoted") throw malformed("Invalid path dot component");
      cursor.take();
      steps.push(text);
    } else if (cursor.skip("[")) {
      steps.push(indexOf(cursor));
      cursor.expect("]", "RIGHT_BRACKET");
    } else return { kind: "path", root, steps, at: cursor.since(at) };
  }
}

/** `[0]`, or a name in single quotes, which is a step like one after a dot. */
function indexOf(cursor: Cursor): Step {
  const inner = expressionOf(cursor);
  const { N, S } = inner.kind === "value" ? inner.value : {};
  if (S !== undefined) return S;
  if (N === undefined) throw malformed("Invalid path component for simple path");
  return { index: N, at: inner.at };
}
