import { callOf } from "../template/calls.ts";
import { expandLoops, failed } from "./for-each.ts";

const POLICIES = ["DeletionPolicy", "UpdateReplacePolicy"];

/**
 * What AWS::LanguageExtensions makes of a template before its resources are known: loops expanded, and functions computed
 * where the language has none otherwise: in the names that Ref and Fn::GetAtt take, and in deletion policies. The functions
 * that it adds (Fn::Length, Fn::ToJsonString, a default for Fn::FindInMap) are computed with all the others.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
 * @param value computes a part of the template from parameters and mappings alone
 */
export function extended(
  document: Record<string, unknown>,
  value: (part: unknown, conditions?: unknown) => unknown,
): Record<string, unknown> {
  const expanded = namesComputed(expandLoops(document, value), value) as Record<string, Record<string, unknown>>;
  const resources = Object.entries(expanded.Resources ?? {}).map(([name, resource]) => {
    const policies = POLICIES.filter((policy) => typeof Object(resource)[policy] === "object").map((policy) => [
      policy,
      value(Object(resource)[policy], expanded.Conditions),
    ]);
    return [name, { ...(resource as object), ...Object.fromEntries(policies) }];
  });
  return { ...expanded, Resources: Object.fromEntries(resources) };
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
