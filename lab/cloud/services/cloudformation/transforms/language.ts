import { own } from "../../../own.ts";
import { callOf, referencesIn } from "../template/calls.ts";
import { expandLoops, failed } from "./for-each.ts";

const POLICIES = ["DeletionPolicy", "UpdateReplacePolicy"];

/** The functions that the transform adds to the language, or adds something to. */
const ADDED = ["Fn::FindInMap", "Fn::Length", "Fn::ToJsonString"];

/**
 * What AWS::LanguageExtensions makes of a template before its resources are known: loops expanded, and functions computed
 * where the language has none otherwise: in the names that Ref and Fn::GetAtt take, and in deletion policies. The functions
 * that it adds become their values, as far as these don't depend on resources; the others are computed with all the rest.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
 * @param value computes a part of the template from parameters and mappings alone
 */
export function extended(
  document: Record<string, unknown>,
  value: (part: unknown, conditions?: unknown) => unknown,
): Record<string, unknown> {
  const expanded = namesComputed(expandLoops(document, value), value) as Record<string, Record<string, unknown>>;
  const inConditions = (part: unknown) => value(part, expanded.Conditions);
  // Conditions that can't be evaluated are told once, not at every use.
  inConditions({});
  const computing = { value: inConditions, hidden: hiddenParameters(expanded.Parameters) };
  return additionsComputed(withPolicies(expanded, inConditions), computing) as Record<string, unknown>;
}

/** Deletion policies that are functions, as their values. */
function withPolicies(document: Record<string, Record<string, unknown>>, value: (part: unknown) => unknown) {
  const resources = Object.entries(document.Resources ?? {}).map(([name, resource]) => {
    const policies = POLICIES.filter((policy) => typeof own(Object(resource), policy) === "object");
    const values = policies.map((policy) => [policy, value(Object(resource)[policy])]);
    return [name, policies.length > 0 ? { ...Object(resource), ...Object.fromEntries(values) } : resource];
  });
  return { ...document, Resources: Object.fromEntries(resources) };
}

/** How the functions that the transform adds are computed. */
interface Computing {
  readonly value: (part: unknown) => unknown;
  /** The parameters whose values no template may show. */
  readonly hidden: ReadonlySet<string>;
}

/** The calls of functions that the transform adds, replaced by their values where these are known. */
function additionsComputed(part: unknown, computing: Computing): unknown {
  if (Array.isArray(part)) return part.map((item) => additionsComputed(item, computing));
  if (typeof part !== "object" || part === null) return part;
  const call = callOf(part);
  if (call && ADDED.includes(call.name)) return valueIfKnown(part, computing);
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, additionsComputed(item, computing)]));
}

/** A call stays as it is when it can't be computed yet, or not at all: that is told where the template is checked. */
function valueIfKnown(call: unknown, { value, hidden }: Computing): unknown {
  if ([...referencesIn(call)].some(({ name }) => hidden.has(name))) return call;
  try {
    return value(call) ?? call;
  } catch {
    return call;
  }
}

function hiddenParameters(declared: Record<string, unknown> = {}): ReadonlySet<string> {
  const isHidden = (declaration: unknown) => String(Object(declaration).NoEcho) === "true";
  return new Set(Object.keys(declared).filter((name) => isHidden(declared[name])));
}

/** Ref and Fn::GetAtt with their names computed. */
function namesComputed(part: unknown, value: (part: unknown) => unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => namesComputed(item, value));
  if (typeof part !== "object" || part === null) return part;
  const call = callOf(part);
  if (call?.name === "Ref" && typeof call.argument === "object") return { Ref: name(value(call.argument)) };
  if (call?.name === "Fn::GetAtt" && Array.isArray(call.argument))
    return { "Fn::GetAtt": call.argument.map((item) => (typeof item === "object" ? name(value(item)) : item)) };
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, namesComputed(item, value)]));
}

function name(value: unknown): string {
  if (typeof value === "string") return value;
  throw failed("Ref and Fn::GetAtt want names that can be computed from parameters");
}
