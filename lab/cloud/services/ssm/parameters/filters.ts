import type { ParameterStringFilter, ParametersFilter } from "@aws-sdk/client-ssm";
import { invalid } from "../errors.ts";
import type { Parameter } from "../records.ts";
import { checkPath } from "./names.ts";

/** What filters ask for of a parameter besides what is in its record. */
export interface Filtered {
  readonly parameter: Parameter;
  readonly tags: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
}

type Test = (filtered: Filtered) => boolean;

const TIERS = ["Standard", "Advanced", "Intelligent-Tiering"];
const TYPES = ["String", "StringList", "SecureString"];
/** Which keys an operation takes. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html */
const KEYS = {
  DescribeParameters: /^(tag:.+|Name|Type|KeyId|Path|Tier|DataType)$/s,
  GetParametersByPath: /^(Type|KeyId|Label)$/,
} as const;

/** A test that says whether a parameter is one of those asked for; what AWS would not take is refused. */
export function filterOf(filters: readonly ParameterStringFilter[], operation: keyof typeof KEYS): Test {
  const keys = filters.map(({ Key = "" }) => Key);
  const unknown = keys.find((key) => !KEYS[operation].test(key));
  if (unknown !== undefined) throw invalid("InvalidFilterKey", `The following filter key is not valid: ${unknown}.`);
  const twice = keys.find((key, i) => keys.indexOf(key) < i);
  if (twice !== undefined)
    throw invalid(
      "InvalidFilterKey",
      `The following filter is duplicated in the request: ${twice}. A request can contain only one occurrence of a specific filter.`,
    );
  const tests = filters.map(testOf);
  return (filtered) => tests.every((test) => test(filtered));
}

/** The filters of old, which say the same with fewer words. */
export function olderFilterOf(filters: readonly ParametersFilter[]): Test {
  return filterOf(
    filters.map(({ Key, Values }) => ({ Key, Values, Option: Key === "Name" ? "BeginsWith" : "Equals" })),
    "DescribeParameters",
  );
}

function testOf({ Key = "", Option, Values = [] }: ParameterStringFilter): Test {
  if (Key.startsWith("tag:")) return tagTest(Key.slice("tag:".length), Option, Values);
  if (Values.length === 0)
    throw invalid("InvalidFilterValue", `The following filter values are missing : null for filter key ${Key}.`);
  if (Key === "Path") return pathTest(Option, Values);
  if (Key === "Tier") checkAmong(Values, TIERS);
  if (Key === "Type") checkAmong(Values, TYPES);
  const matches = comparison(Option, Values, Key === "Name" ? ["BeginsWith", "Contains", "Equals"] : undefined);
  if (Key === "Label") return ({ labels }) => labels.some(matches);
  if (Key === "Name") return ({ parameter }) => matches(parameter.name);
  return ({ parameter }) => {
    const known = { Type: parameter.type, KeyId: parameter.keyId, Tier: parameter.tier, DataType: parameter.dataType };
    const value = known[Key as keyof typeof known];
    return value !== undefined && matches(value);
  };
}

/** Without values, any value of the tag. */
function tagTest(key: string, option: string | undefined, values: readonly string[]): Test {
  const matches = comparison(option, values);
  return ({ tags }) => {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    return value !== undefined && (values.length === 0 || matches(value));
  };
}

function pathTest(option = "OneLevel", paths: readonly string[]): Test {
  if (option !== "Recursive" && option !== "OneLevel") throw invalidOption(option, ["Recursive", "OneLevel"]);
  for (const path of paths) {
    if (/^\/(aws|ssm)/i.test(path))
      throw invalid(
        "ValidationException",
        'Filters for common parameters can\'t be prefixed with "aws" or "ssm" (case-insensitive). When using global parameters, please specify within a global namespace.',
      );
    checkPath(path);
  }
  const prefixes = paths.map((path) => (path.endsWith("/") ? path : `${path}/`));
  return ({ parameter }) => {
    const name = rooted(parameter.name);
    return prefixes.some(
      (prefix) => name.startsWith(prefix) && (option === "Recursive" || !name.slice(prefix.length).includes("/")),
    );
  };
}

function comparison(option = "Equals", values: readonly string[], options = ["BeginsWith", "Equals"]) {
  if (!options.includes(option)) throw invalidOption(option, options);
  return (text: string) =>
    values.some((value) => {
      if (option === "BeginsWith") return text.startsWith(value);
      return option === "Contains" ? text.includes(value) : text === value;
    });
}

function checkAmong(values: readonly string[], known: readonly string[]): void {
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined)
    throw invalid(
      "InvalidFilterOption",
      `The following filter value is not valid: ${unknown}. Valid values include: [${known.join(", ")}].`,
    );
}

function invalidOption(option: string, options: readonly string[]) {
  return invalid(
    "InvalidFilterOption",
    `The following filter option is not valid: ${option}. Valid options include: [${options.join(", ")}].`,
  );
}

/** A name without a path lies at the root of all paths. */
function rooted(name: string): string {
  return name.startsWith("/") ? name : `/${name}`;
}
