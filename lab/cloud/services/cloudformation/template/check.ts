import { validationError } from "../errors.ts";
import { callsIn, type Reference, referencesIn } from "./calls.ts";
import { PSEUDO_PARAMETERS } from "./pseudo-parameters.ts";
import type { Template } from "./template.ts";

/** A part of a template in which functions stand. */
interface Part {
  readonly section: "Resources" | "Outputs";
  readonly value: unknown;
  readonly Condition?: string | undefined;
  readonly DependsOn?: string | readonly string[] | undefined;
}

/** Checks that all that a template names is in it. Throws AWS's ValidationError for the first part with a loose end. */
export function checkReferences(template: Template): void {
  checkConditionsSection(template);
  for (const part of partsOf(template)) {
    checkConditionNames(part, template);
    checkResourceNames(part, template);
    checkMappingNames(part, template);
  }
}

function* partsOf({ Resources, Outputs }: Template): Generator<Part> {
  for (const { Properties, Metadata, ...resource } of Object.values(Resources))
    yield { section: "Resources", value: [Properties, Metadata], ...resource };
  for (const { Value, Export, ...output } of Object.values(Outputs))
    yield { section: "Outputs", value: [Value, Export], ...output };
}

function checkConditionsSection({ Conditions, Parameters }: Template): void {
  const names = [...referencesIn(Conditions)].map(({ name }) => name);
  const loose = names.filter((name) => !PSEUDO_PARAMETERS.has(name) && !Object.hasOwn(Parameters, name));
  if (loose.length > 0)
    throw validationError(
      `Template format error: Unresolved dependencies [${unique(loose)}]. Cannot reference resources in the Conditions block of the template`,
    );
}

function checkConditionNames({ section, value, Condition }: Part, { Conditions }: Template): void {
  const used = [...callsIn(value)].filter(({ name }) => name === "Fn::If").map(({ argument }) => [argument].flat()[0]);
  const unknown = [Condition ?? [], used].flat().find((name) => !Object.hasOwn(Conditions, String(name)));
  if (unknown !== undefined)
    throw validationError(
      `Template format error: Unresolved condition dependency ${unknown} in the ${section} block of the template`,
    );
}

function checkResourceNames({ section, value, DependsOn = [] }: Part, { Parameters, Resources }: Template): void {
  const isThere = ({ name, attribute }: Reference) =>
    Object.hasOwn(Resources, name) ||
    (attribute === undefined && (PSEUDO_PARAMETERS.has(name) || Object.hasOwn(Parameters, name)));
  const loose = [...referencesIn(value)].filter((reference) => !isThere(reference)).map(({ name }) => name);
  loose.push(...[DependsOn].flat().filter((name) => !Object.hasOwn(Resources, name)));
  if (loose.length > 0)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${unique(loose)}] in the ${section} block of the template`,
    );
}

function checkMappingNames({ value }: Part, { Mappings }: Template): void {
  for (const { name, argument } of callsIn(value)) {
    const map = name === "Fn::FindInMap" && Array.isArray(argument) ? argument[0] : undefined;
    if (typeof map === "string" && !Object.hasOwn(Mappings, map))
      throw validationError(
        `Template error: Mapping named '${map}' is not present in the 'Mappings' section of template.`,
      );
  }
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}
