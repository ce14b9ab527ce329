import { own } from "../../../own.ts";
import { validationError } from "../errors.ts";
import type { Budget } from "./budget.ts";
import { attributeReference, callOf, dotted, SUB_VARIABLE } from "./calls.ts";
import { subnets } from "./cidr.ts";

/** What the functions of a template ask for. */
export interface Scope {
  readonly region: string;
  /** Whether the template may use what AWS::LanguageExtensions adds to the language. */
  readonly extended: boolean;
  readonly budget: Budget;
  /** The value of a parameter, a pseudo parameter or a resource; NO_VALUE for AWS::NoValue. */
  ref(name: string): unknown;
  attribute(resource: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): unknown;
  importValue(name: string): unknown;
}

/** What `{"Ref": "AWS::NoValue"}` comes to: whatever holds it is left out. */
export const NO_VALUE = Symbol("AWS::NoValue");

/** What stands in a change set for a value that only its execution will tell, as AWS writes it. */
export const UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

/** Whether a value depends on one that is not known yet. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value.includes(UNKNOWN);
}

/** Computes every function call in a value. Throws AWS's ValidationError for one that can't be computed. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== "object" || value === null) return value;
  const call = callOf(value);
  if (!call)
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, resolve(item, scope)])
        .filter(([, item]) => item !== NO_VALUE),
    );
  const known = scope.extended ? { ...functions, ...extensions } : functions;
  const compute = Object.hasOwn(known, call.name) ? known[call.name] : undefined;
  if (!compute) {
    const supported = Object.keys(known).join(", ");
    throw validationError(`Encountered unsupported function: ${call.name} Supported functions are: [${supported}]`);
  }
  const result = compute(call.argument, scope);
  scope.budget.spend(sizeOf(result));
  return result;
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  return typeof value === "object" ? (JSON.stringify(value)?.length ?? 0) : 0;
}

const functions: Readonly<Record<string, (argument: unknown, scope: Scope) => unknown>> = {
  Ref: (name, scope) => scope.ref(String(name)),
  "Fn::Base64": base64,
  "Fn::Cidr": cidr,
  "Fn::FindInMap": findInMap,
  "Fn::GetAZs": (region, scope) => zones(text(resolve(region, scope), "Fn::GetAZs") || scope.region),
  "Fn::GetAtt": getAtt,
  "Fn::If": choose,
  "Fn::ImportValue": (name, scope) => scope.importValue(text(resolve(name, scope), "Fn::ImportValue")),
  "Fn::Join": join,
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::Sub": sub,
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html */
const extensions: typeof functions = {
  "Fn::Length": length,
  "Fn::ToJsonString": (value, scope) => {
    const json = JSON.stringify(resolve(value, scope));
    return isUnknown(json) ? UNKNOWN : json;
  },
};

function length(argument: unknown, scope: Scope): unknown {
  const items = resolve(argument, scope);
  if (isUnknown(items)) return UNKNOWN;
  if (!Array.isArray(items)) throw validationError("Template error: Fn::Length requires a list");
  return items.length;
}

function base64(argument: unknown, scope: Scope): string {
  const plain = text(resolve(argument, scope), "Fn::Base64");
  return isUnknown(plain) ? UNKNOWN : Buffer.from(plain).toString("base64");
}

function cidr(argument: unknown, scope: Scope): unknown {
  const [block, count, bits] = list(argument, scope);
  if ([block, count, bits].some(isUnknown)) return UNKNOWN;
  return subnets(String(block), Number(count), bits === undefined ? undefined : Number(bits));
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [names, options] = Array.isArray(argument) ? [argument.slice(0, 3), argument[3]] : [argument, undefined];
  const [map, top, second] = list(names, scope);
  const hasDefault = scope.extended && Object.hasOwn(Object(options), "DefaultValue");
  const isWhole = [map, top, second].every(isScalar) && (options === undefined || hasDefault);
  if (!isWhole)
    throw validationError(
      "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value",
    );
  if ([map, top, second].some(isUnknown)) return UNKNOWN;
  const found = scope.mapping(String(map), String(top), String(second));
  if (found !== undefined) return found;
  if (hasDefault) return resolve(options.DefaultValue, scope);
  throw validationError(`Template error: Unable to get mapping for ${map}::${top}::${second}`);
}

function zones(region: unknown): unknown {
  return isUnknown(region) ? UNKNOWN : ["a", "b", "c"].map((zone) => `${region}${zone}`);
}

function getAtt(argument: unknown, scope: Scope): unknown {
  const { name, attribute } = attributeReference(resolve(argument, scope));
  if (!attribute)
    throw validationError(
      "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
    );
  return scope.attribute(name, attribute);
}

function choose(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument) || argument.length !== 3)
    throw validationError(
      "Template error: Fn::If requires a list argument with three elements, the name of a condition and a value for either outcome",
    );
  const [condition, whenTrue, whenFalse] = argument;
  return resolve(scope.condition(String(condition)) ? whenTrue : whenFalse, scope);
}

function join(argument: unknown, scope: Scope): string {
  const [delimiter, items] = list(argument, scope);
  if (isUnknown(items)) return UNKNOWN;
  if (typeof delimiter !== "string" || !Array.isArray(items) || !items.every(isScalar))
    throw validationError(
      "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.",
    );
  // Told before it is made: neither the delimiter nor the list needs to be long to make much.
  scope.budget.spend(delimiter.length * items.length);
  return items.join(delimiter);
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, items] = list(argument, scope);
  if (isUnknown(items) || isUnknown(index)) return UNKNOWN;
  if (!isScalar(index) || !Array.isArray(items))
    throw validationError(
      "Template error: Fn::Select requires a list argument with two elements: an integer index and a list",
    );
  const item = items[Number(index)];
  if (item === undefined)
    throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${index}`);
  return item;
}

function split(argument: unknown, scope: Scope): unknown {
  const [delimiter, source] = list(argument, scope);
  if (isUnknown(source)) return UNKNOWN;
  if (typeof delimiter !== "string" || !isScalar(source))
    throw validationError(
      "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.",
    );
  return String(source).split(delimiter);
}

function sub(argument: unknown, scope: Scope): string {
  const [template, given = {}] = Array.isArray(argument) ? argument : [argument];
  if (typeof template !== "string" || typeof given !== "object" || given === null)
    throw validationError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  const variables = resolve(given, scope) as Record<string, unknown>;
  // Of a value that is AWS::NoValue the name is gone, too.
  if (!Object.keys(given).every((name) => isScalar(own(variables, name))))
    throw validationError(
      "Template error: every value of the context object of every Fn::Sub object must be a string or a function that returns a string",
    );
  return template.replace(SUB_VARIABLE, (_, literal, variable) => {
    const name = variable.trim();
    if (literal) return `\${${variable}}`;
    const value = own(variables, name) ?? named(name, scope);
    const inserted = text(value, `variable ${name} in Fn::Sub expression`);
    scope.budget.spend(inserted.length);
    return inserted;
  });
}

function named(name: string, scope: Scope): unknown {
  const { name: resource, attribute } = dotted(name);
  return attribute ? scope.attribute(resource, attribute) : scope.ref(resource);
}

/** The arguments of a call; none when they are not a list, so that the check of each tells what it wants. */
function list(argument: unknown, scope: Scope): unknown[] {
  const items = resolve(argument, scope);
  return Array.isArray(items) ? items : [];
}

function text(value: unknown, what: string): string {
  if (isScalar(value)) return String(value);
  throw validationError(`Template error: ${what} does not resolve to a string`);
}

/** Whether a value can stand in a text. */
export function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
