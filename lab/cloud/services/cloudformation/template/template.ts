import { validationError } from "../errors.ts";
import { readTemplateText } from "./read.ts";

/** A template as it is written, with every section present. */
export interface Template {
  readonly AWSTemplateFormatVersion?: string;
  readonly Description?: string;
  readonly Metadata?: Record<string, unknown>;
  readonly Transform: readonly string[];
  readonly Parameters: Record<string, ParameterDeclaration>;
  readonly Rules: Record<string, Rule>;
  readonly Mappings: Record<string, Record<string, Record<string, unknown>>>;
  readonly Conditions: Record<string, unknown>;
  readonly Resources: Record<string, ResourceDeclaration>;
  readonly Outputs: Record<string, OutputDeclaration>;
}

export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly unknown[];
  readonly ConstraintDescription?: string;
  readonly Description?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
  readonly NoEcho?: boolean | string;
}

export interface Rule {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription?: string }[];
}

export type Properties = Record<string, unknown>;

/** What becomes of a resource that its stack no longer wants. */
export type Policy = "Delete" | "Retain" | "RetainExceptOnCreate" | "Snapshot";

export interface ResourceDeclaration {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: Policy;
  readonly UpdateReplacePolicy?: Policy;
  readonly Metadata?: unknown;
  readonly CreationPolicy?: unknown;
  readonly UpdatePolicy?: unknown;
}

export interface OutputDeclaration {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

const SECTIONS = [
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Transform",
  "Parameters",
  "Rules",
  "Mappings",
  "Conditions",
  "Resources",
  "Outputs",
  "Hooks",
];

const RESOURCE_ATTRIBUTES = [
  "Type",
  "Properties",
  "DependsOn",
  "Condition",
  "DeletionPolicy",
  "UpdateReplacePolicy",
  "Metadata",
  "CreationPolicy",
  "UpdatePolicy",
];

const POLICIES: Readonly<Record<string, readonly unknown[]>> = {
  DeletionPolicy: ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"],
  UpdateReplacePolicy: ["Delete", "Retain", "Snapshot"],
};

/** The types of which a snapshot can be kept. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const WITH_SNAPSHOTS = new Set([
  "AWS::DocDB::DBCluster",
  "AWS::EC2::Volume",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::Neptune::DBCluster",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::Redshift::Cluster",
]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LIMITS = { Resources: 500, Parameters: 200, Mappings: 200, Outputs: 200 } as const;

/** Reads a template without transforms and checks its structure. Throws AWS's ValidationError for what is not a template. */
export function parseTemplate(text: string): Template {
  return checkedTemplate(readTemplateText(text));
}

/** The transforms that a template declares for all of it. */
export function transformsOf(document: unknown): { Name: string; Parameters?: Record<string, unknown> }[] {
  const declared = [Object(document).Transform ?? []].flat();
  return declared.map((transform) => (typeof transform === "string" ? { Name: transform } : Object(transform)));
}

/** Checks the structure of a template. Throws AWS's ValidationError for what is not a template. */
export function checkedTemplate(document: unknown): Template {
  if (!isObject(document)) throw validationError("Template format error: unsupported structure.");
  checkSections(document);
  for (const [name, mapping] of Object.entries(document.Mappings ?? {})) checkMapping(name, mapping);
  for (const [name, resource] of Object.entries(document.Resources as object)) checkResource(name, resource);
  for (const [name, parameter] of Object.entries(document.Parameters ?? {})) checkParameter(name, parameter);
  for (const [name, output] of Object.entries(document.Outputs ?? {})) checkOutput(name, output);
  const defaults = { Parameters: {}, Rules: {}, Mappings: {}, Conditions: {}, Outputs: {} };
  return { ...defaults, ...document, Transform: transformsOf(document).map(({ Name }) => Name) } as unknown as Template;
}

function checkSections(document: Record<string, unknown>): void {
  const unknown = Object.keys(document).filter((section) => !SECTIONS.includes(section));
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(", ")}]`);
  const version = document.AWSTemplateFormatVersion;
  if (version !== undefined && version !== "2010-09-09")
    throw validationError("Template format error: unsupported value for AWSTemplateFormatVersion.");
  for (const section of ["Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs", "Metadata"]) {
    if (document[section] !== undefined && !isObject(document[section]))
      throw validationError(`Template format error: [/${section}] must be an object.`);
  }
  if (Object.keys(document.Resources ?? {}).length === 0)
    throw validationError("Template format error: At least one Resources member must be defined.");
  for (const [section, most] of Object.entries(LIMITS)) {
    const count = Object.keys(document[section] ?? {}).length;
    if (count > most)
      throw validationError(
        `Template format error: Number of ${section.toLowerCase()}, ${count}, is greater than maximum allowed, ${most}`,
      );
  }
}

function checkMapping(name: string, mapping: unknown): void {
  if (!isObject(mapping)) throw validationError(`Template format error: Every Mappings member ${name} must be a map`);
  for (const [key, attributes] of Object.entries(mapping)) {
    if (!isObject(attributes))
      throw validationError(`Template format error: Every Mappings member ${key} must be a map`);
    if (Object.values(attributes).some(isObject))
      throw validationError("Template format error: Every Mappings attribute must be a String or a List.");
  }
}

function checkResource(name: string, resource: unknown): void {
  checkName("Resource", name);
  if (!isObject(resource)) throw validationError("Template format error: Any Resources member must be an object.");
  if (typeof resource.Type !== "string")
    throw validationError(
      `Template format error: [/Resources/${name}] Every Resources object must contain a Type member.`,
    );
  const unknown = Object.keys(resource).find((attribute) => !isAttribute(attribute, String(resource.Type)));
  if (unknown) throw validationError(`Invalid template resource property '${unknown}'`);
  if (resource.Properties !== undefined && !isObject(resource.Properties))
    throw validationError(`Template format error: [/Resources/${name}/Properties] must be an object.`);
  for (const attribute of ["DeletionPolicy", "UpdateReplacePolicy"] as const) {
    const policy = resource[attribute] ?? "Delete";
    if (!POLICIES[attribute]?.includes(policy))
      throw validationError(`Template error: Unrecognized ${attribute} ${JSON.stringify(policy)} for resource ${name}`);
    if (policy === "Snapshot" && !WITH_SNAPSHOTS.has(String(resource.Type)))
      throw validationError(`Template error: resource type ${resource.Type} does not support ${attribute} Snapshot`);
  }
  if (![resource.DependsOn ?? []].flat().every((dependency) => typeof dependency === "string"))
    throw validationError("Template format error: DependsOn must be a string or list of strings.");
}

/** Whether a Lambda function of the template's makes the resources of a type. */
export function isCustom(type: string): boolean {
  return type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
}

/** A custom resource may say its version, which nothing looks at: AWS's own examples do. */
function isAttribute(attribute: string, type: string): boolean {
  return RESOURCE_ATTRIBUTES.includes(attribute) || (attribute === "Version" && isCustom(type));
}

function checkParameter(name: string, parameter: unknown): void {
  checkName("Parameter", name);
  if (!isObject(parameter) || typeof parameter.Type !== "string")
    throw validationError("Template format error: Every Parameters object must contain a Type member.");
}

function checkOutput(name: string, output: unknown): void {
  checkName("Output", name);
  if (!isObject(output) || output.Value === undefined)
    throw validationError("Template format error: Every Outputs member must contain a Value object");
}

const LONGEST_NAME = 255;

function checkName(what: string, name: string): void {
  if (!/^[a-zA-Z0-9]+$/.test(name))
    throw validationError(`Template format error: ${what} name ${name} is non alphanumeric.`);
  if (name.length > LONGEST_NAME)
    throw validationError(`Template format error: ${what} name ${name} is longer than ${LONGEST_NAME} characters.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
