import type { Parameter } from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import { checkConstraints } from "./constraints.ts";
import type { ParameterDeclaration } from "./template.ts";

/** A parameter of a stack and what it stands for. */
export interface ParameterValue {
  readonly key: string;
  readonly type: string;
  /** As given, or the template's default. For an SSM type: the name in Parameter Store. */
  readonly value: string;
  /** For an SSM type: the value that Parameter Store has. */
  readonly resolved?: string;
  /** Never shown. */
  readonly noEcho: boolean;
}

/** What a stack's parameters come from. */
export interface ParameterSources {
  readonly declared: Readonly<Record<string, ParameterDeclaration>>;
  readonly given: readonly Parameter[];
  /** Those of the stack that is updated; empty for a new one. */
  readonly previous: readonly ParameterValue[];
  /** Reads values from Parameter Store, by name; a name that does not exist is absent. */
  readonly fetch: (names: string[]) => Promise<ReadonlyMap<string, string>>;
}

const SSM_VALUE = /^AWS::SSM::Parameter::Value<(.+)>$/;
const TYPES = /^(String|Number|CommaDelimitedList|List<(String|Number|AWS::[\w:]+)>|AWS::[\w:]+(<[\w:<>]+>)?)$/;

/** Gives every parameter of a template its value. Throws AWS's ValidationError when one is missing, unknown or unfit. */
export async function parameterValues(sources: ParameterSources): Promise<ParameterValue[]> {
  const { declared, given, previous, fetch } = sources;
  const unknown = given.filter(({ ParameterKey }) => !Object.hasOwn(declared, ParameterKey ?? ""));
  if (unknown.length > 0) throw validationError(`Parameters: [${keys(unknown)}] do not exist in the template`);

  const chosen = new Map(given.map((parameter) => [parameter.ParameterKey, chosenValue(parameter, previous)]));
  const texts = Object.entries(declared).map(([key, declaration]) => {
    return { key, declaration, value: chosen.get(key) ?? defaultOf(key, declaration) };
  });
  const missing = texts.filter(({ value }) => value === undefined).map(({ key }) => key);
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(", ")}] must have values`);

  const values = texts.map(({ key, declaration, value = "" }): ParameterValue => {
    checkConstraints(key, declaration, value);
    return { key, type: declaration.Type, value, noEcho: String(declaration.NoEcho) === "true" };
  });
  return await withStoredValues(values, fetch);
}

/** What `Ref` answers for a parameter: a list for the list types, text for all others. */
export function referenced({ type, value, resolved }: ParameterValue): string | string[] {
  const text = resolved ?? value;
  const plainType = SSM_VALUE.exec(type)?.[1] ?? type;
  if (plainType !== "CommaDelimitedList" && !plainType.startsWith("List<")) return text;
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}

function chosenValue(parameter: Parameter, previous: readonly ParameterValue[]): string | undefined {
  const { ParameterKey: key, ParameterValue: value, UsePreviousValue } = parameter;
  if (!UsePreviousValue) return value;
  if (value !== undefined)
    throw validationError(
      `Invalid input for parameter key ${key}. Either specify a value or set usePreviousValue to true, not both`,
    );
  const before = previous.find((candidate) => candidate.key === key);
  if (before) return before.value;
  throw validationError(
    `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
  );
}

function defaultOf(key: string, { Type, Default }: ParameterDeclaration): string | undefined {
  if (!TYPES.test(Type))
    throw validationError(`Template format error: Unrecognized parameter type: ${Type} for parameter ${key}`);
  if (Default === undefined) return undefined;
  if (typeof Default === "object")
    throw validationError("Template format error: Every Default member must be a string.");
  return String(Default);
}

async function withStoredValues(values: ParameterValue[], fetch: ParameterSources["fetch"]): Promise<ParameterValue[]> {
  const names = values.filter(({ type }) => SSM_VALUE.test(type)).map(({ value }) => value);
  if (names.length === 0) return values;
  const stored = await fetch([...new Set(names)]);
  const absent = names.filter((name) => !stored.has(name));
  if (absent.length > 0)
    throw validationError(`Unable to fetch parameters [${absent.join(",")}] from parameter store for this account.`);
  return values.map((value) => {
    const resolved = SSM_VALUE.test(value.type) ? stored.get(value.value) : undefined;
    return resolved === undefined ? value : { ...value, resolved };
  });
}

function keys(parameters: readonly Parameter[]): string {
  return parameters.map(({ ParameterKey }) => ParameterKey).join(", ");
}
