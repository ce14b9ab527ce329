import { validationError } from "../errors.ts";
import { callsIn, referencesIn } from "./calls.ts";
import { PSEUDO_PARAMETERS } from "./pseudo-parameters.ts";
import type { Template } from "./template.ts";

/** Checks that all that a template names is in it. Throws AWS's ValidationError for the first section with a loose end. */
export function checkReferences(template: Template): void {
  checkConditionsSection(template);
  const { Resources, Outputs } = template;
  for (const { DependsOn = [], Condition, Properties, Metadata } of Object.values(Resources)) {
    checkSection("Resources", template, [Properties, Metadata], Condition, [DependsOn].flat() as string[]);
  }
  for (const { Condition, Value, Export } of Object.values(Outputs)) {
    checkSection("Outputs", template, [Value, Export], Condition, []);
  }
}

function checkConditionsSection({ Conditions, Parameters }: Template): void {
  const names = [...referencesIn(Conditions)].map(({ name }) => name);
  const loose = names.filter((name) => !PSEUDO_PARAMETERS.has(name) && !Object.hasOwn(Parameters, name));
  if (loose.length > 0)
    throw validationError(
      `Template format error: Unresolved dependencies [${unique(loose)}]. Cannot reference resources in the Conditions block of the template`,
    );
}

function checkSection(
  section: string,
  template: Template,
  value: unknown,
  condition: string | undefined,
  dependsOn: readonly string[],
): void {
  const { Parameters, Resources, Conditions, Mappings } = template;
  const calls = [...callsIn(value)];
  const conditions = calls.filter(({ name }) => name === "Fn::If").map(({ argument }) => String([argument].flat()[0]));
  const unknown = [condition ?? [], ...conditions].flat().find((name) => !Object.hasOwn(Conditions, name));
  if (unknown !== undefined)
    throw validationError(
      `Template format error: Unresolved condition dependency ${unknown} in the ${section} block of the template`,
    );
  const loose = [...referencesIn(value)]
    .filter(({ name, attribute }) => {
      if (Object.hasOwn(Resources, name)) return false;
      return attribute !== undefined || !(PSEUDO_PARAMETERS.has(name) || Object.hasOwn(Parameters, name));
    })
    .map(({ name }) => name);
  loose.push(...dependsOn.filter((name) => !Object.hasOwn(Resources, name)));
  if (loose.length > 0)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${unique(loose)}] in the ${section} block of the template`,
    );
  for (const { name, argument } of calls) {
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
