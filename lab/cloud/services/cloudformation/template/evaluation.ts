import { Turns } from "../../../time/turns.ts";
import { validationError } from "../errors.ts";
import { Budget } from "./budget.ts";
import { callsIn, referencesIn } from "./calls.ts";
import { type BooleanScope, holds } from "./conditions.ts";
import { type Graph, graphOf, ordered } from "./graph.ts";
import { isScalar, NO_VALUE, resolve, UNKNOWN } from "./intrinsics.ts";
import { type ParameterValue, referenced } from "./parameters.ts";
import { PSEUDO_PARAMETERS, type StackIdentity } from "./pseudo-parameters.ts";
import { checkRules } from "./rules.ts";
import type { OutputDeclaration, Properties, ResourceDeclaration, Template } from "./template.ts";

/** What the resources of a stack answer to `Ref` and `Fn::GetAtt`. */
export interface ResourceValues {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
}

/** What a template takes from outside the template. */
export interface Surroundings {
  readonly stack: StackIdentity;
  readonly parameters: readonly ParameterValue[];
  /** The value of an export of the account and region. */
  readonly importValue: (name: string) => string | undefined;
}

/** An output with its value. */
export interface Output {
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly exportName?: string | undefined;
}

/** Deeper than any real template, and shallow enough for functions that call themselves. */
const DEEPEST_CONDITION = 200;

/** A template with its parameters filled in: what it says for one stack. */
export class Evaluation {
  readonly template: Template;
  /** The resources whose condition is true. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly #surroundings: Surroundings;
  readonly #parameters: ReadonlyMap<string, ParameterValue>;
  readonly #conditions = new Map<string, boolean | "pending">();
  /** How many conditions are being evaluated, each for the one before it. */
  #depth = 0;

  /** Throws AWS's ValidationError when a condition can't be evaluated. */
  constructor(template: Template, surroundings: Surroundings) {
    this.template = template;
    this.#surroundings = surroundings;
    this.#parameters = new Map(surroundings.parameters.map((parameter) => [parameter.key, parameter]));
    for (const name of Object.keys(template.Conditions)) this.condition(name);
    this.resources = new Map(Object.entries(template.Resources).filter(([, { Condition }]) => this.#counts(Condition)));
  }

  /**
   * Checks what can be known before anything is made. Throws AWS's ValidationError when a rule is broken, dependencies go in
   * a circle, or a resource that counts refers to one that does not.
   */
  check(): void {
    checkRules(this.template.Rules, this.#scope(noResources));
    ordered(this.dependencies());
    for (const { name } of referencesIn(this.#parts(), (condition) => this.condition(condition))) {
      if (Object.hasOwn(this.template.Resources, name)) this.#mustExist(name);
    }
  }

  /** Rejects with AWS's ValidationError when a function can't be computed, whatever the resources will be. */
  async checkFunctions(): Promise<void> {
    const turns = new Turns();
    for (const { Properties, Metadata, CreationPolicy } of this.resources.values()) {
      await turns.next();
      this.value([Properties, Metadata, CreationPolicy], unmade);
    }
    this.outputs(unmade);
  }

  /** Which resources need which: by reference, or by DependsOn. */
  dependencies(): Graph {
    const condition = (name: string) => this.condition(name);
    return graphOf(
      [...this.resources].map(([id, { Properties, Metadata, DependsOn = [] }]) => {
        const references = [...referencesIn([Properties, Metadata], condition)].map(({ name }) => name);
        return [id, [...references, ...[DependsOn].flat()]] as const;
      }),
    );
  }

  /** The names of the exports that the template imports. */
  imports(): string[] {
    const condition = (name: string) => this.condition(name);
    const calls = [...callsIn(this.#parts(), condition)].filter(({ name }) => name === "Fn::ImportValue");
    return [...new Set(calls.map(({ argument }) => String(this.value(argument))))];
  }

  /** How a resource that counts is declared. */
  resource(logicalId: string): ResourceDeclaration {
    const declaration = this.resources.get(logicalId);
    if (!declaration) throw new Error(`The template has no resource ${logicalId}`);
    return declaration;
  }

  /** The properties of a resource, every function computed. */
  properties(logicalId: string, values: ResourceValues): Properties {
    return (this.value(this.resource(logicalId).Properties, values) ?? {}) as Properties;
  }

  /** Any part of the template, every function computed; nothing where it comes to AWS::NoValue. */
  value(part: unknown, values: ResourceValues = noResources, budget = new Budget()): unknown {
    const value = resolve(part, this.#scope(values, budget));
    return value === NO_VALUE ? undefined : value;
  }

  /** The outputs whose condition is true. */
  outputs(values: ResourceValues): Output[] {
    return Object.entries(this.template.Outputs)
      .filter(([, { Condition }]) => this.#counts(Condition))
      .map(([key, declaration]) => this.#output(key, declaration, values));
  }

  /** Whether a condition of the template is true. */
  condition(name: string): boolean {
    const known = this.#conditions.get(name);
    if (known === "pending") throw validationError(`Template error: Circular dependency in condition ${name}`);
    if (known !== undefined) return known;
    if (!Object.hasOwn(this.template.Conditions, name))
      throw validationError(
        `Template format error: Unresolved condition dependency ${name} in the Conditions block of the template`,
      );
    if (this.#depth >= DEEPEST_CONDITION)
      throw validationError(
        `Template error: Conditions refer to one another over more than ${DEEPEST_CONDITION} levels`,
      );
    this.#conditions.set(name, "pending");
    this.#depth++;
    const value = holds(this.template.Conditions[name], this.#scope(noResources));
    this.#depth--;
    this.#conditions.set(name, value);
    return value;
  }

  /** What functions may stand in, of all resources and outputs that count. */
  #parts(): unknown[] {
    const outputs = Object.values(this.template.Outputs).filter(({ Condition }) => this.#counts(Condition));
    return [
      ...[...this.resources.values()].map(({ Properties, Metadata }) => [Properties, Metadata]),
      ...outputs.map(({ Value, Export }) => [Value, Export]),
    ];
  }

  #counts(condition: string | undefined): boolean {
    return condition === undefined || this.condition(condition);
  }

  #output(key: string, { Value, Description, Export }: OutputDeclaration, values: ResourceValues): Output {
    const value = this.value(Value, values);
    if (!isScalar(value))
      throw validationError(
        `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
      );
    const name = Export && this.value(Export.Name, values);
    if (Export && !isScalar(name))
      throw validationError(
        `Template format error: Output ${key} is malformed. The Name field of every Export member must be specified.`,
      );
    return { key, value: String(value), description: Description, exportName: Export && String(name) };
  }

  #scope(values: ResourceValues, budget = new Budget()): BooleanScope {
    const { stack, importValue } = this.#surroundings;
    return {
      region: stack.region,
      budget,
      extended: this.template.Transform.includes("AWS::LanguageExtensions"),
      ref: (name) => this.#ref(name, values),
      attribute: (resource, attribute) => {
        this.#mustExist(resource);
        return values.attribute(resource, attribute);
      },
      condition: (name) => this.condition(name),
      mapping: (...keys) => keys.reduce<unknown>(member, this.template.Mappings),
      importValue: (name) => importValue(name) ?? UNKNOWN,
      refAll: (type) => [...this.#parameters.values()].filter((p) => p.type === type).map(referenced),
    };
  }

  #ref(name: string, values: ResourceValues): unknown {
    const pseudo = PSEUDO_PARAMETERS.get(name);
    if (pseudo) return pseudo(this.#surroundings.stack);
    const parameter = this.#parameters.get(name);
    if (parameter) return referenced(parameter);
    this.#mustExist(name);
    return values.ref(name);
  }

  #mustExist(resource: string): void {
    if (this.resources.has(resource)) return;
    throw validationError(
      `Template format error: Unresolved resource dependencies [${resource}] in the Resources block of the template`,
    );
  }
}

function member(value: unknown, key: string): unknown {
  const holder = Object(value);
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

/** Resources that are still to be made. */
const unmade: ResourceValues = { ref: () => UNKNOWN, attribute: () => UNKNOWN };

const noResources: ResourceValues = {
  ref: (name) => unresolved(name),
  attribute: (name) => unresolved(name),
};

function unresolved(name: string): never {
  throw validationError(
    `Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`,
  );
}
