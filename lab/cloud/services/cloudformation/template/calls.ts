/** A function of the template language where a template uses it: `{"Fn::Join": […]}` or `{"Ref": "X"}`. */
export interface Call {
  readonly name: string;
  readonly argument: unknown;
}

/** The function call that a value is, if it is one: an object whose only key is a function's name. */
export function callOf(value: unknown): Call | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [first, second] = Object.entries(value);
  if (!first || second) return undefined;
  const [name, argument] = first;
  return name === "Ref" || name.startsWith("Fn::") ? { name, argument } : undefined;
}

/**
 * Every function call in a value, outer ones first.
 * @param holds whether a condition is true: given, only the branch of each `Fn::If` that counts is searched
 */
export function* callsIn(value: unknown, holds?: (condition: string) => boolean): Generator<Call> {
  if (typeof value !== "object" || value === null) return;
  const call = callOf(value);
  if (call) yield call;
  if (call?.name === "Fn::If" && holds && Array.isArray(call.argument)) {
    const [condition, whenTrue, whenFalse] = call.argument;
    yield* callsIn(holds(String(condition)) ? whenTrue : whenFalse, holds);
  } else {
    for (const item of Object.values(value)) yield* callsIn(item, holds);
  }
}

/** A parameter or resource that a template names, and the attribute it asks for. */
export interface Reference {
  readonly name: string;
  readonly attribute?: string | undefined;
}

/** Every parameter and resource that a value refers to, in Ref, Fn::GetAtt and Fn::Sub. */
export function* referencesIn(value: unknown, holds?: (condition: string) => boolean): Generator<Reference> {
  for (const { name, argument } of callsIn(value, holds)) {
    if (name === "Ref" && typeof argument === "string") yield { name: argument };
    if (name === "Fn::GetAtt") yield attributeReference(argument);
    if (name === "Fn::Sub") yield* substituted(argument);
  }
}

/** `["Bucket", "Arn"]` and `"Bucket.Arn"` as a reference. The attribute may itself be a call; it is empty then. */
export function attributeReference(argument: unknown): Reference {
  if (Array.isArray(argument)) {
    const [name, ...attribute] = argument;
    return {
      name: String(name),
      attribute: attribute.every((part) => typeof part === "string") ? attribute.join(".") : "",
    };
  }
  return dotted(String(argument));
}

/** `Bucket.Arn` as a reference. */
export function dotted(text: string): Reference {
  const dot = text.indexOf(".");
  return dot < 0 ? { name: text } : { name: text.slice(0, dot), attribute: text.slice(dot + 1) };
}

/** The variables of an Fn::Sub text: `${Name}`, but not the literal `${!Name}`. */
export const SUB_VARIABLE = /\$\{(!?)([^{}]*)\}/g;

function* substituted(argument: unknown): Generator<Reference> {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== "string") return;
  for (const [, literal, name = ""] of text.matchAll(SUB_VARIABLE)) {
    if (!literal && !Object.hasOwn(Object(variables), name.trim())) yield dotted(name.trim());
  }
}
