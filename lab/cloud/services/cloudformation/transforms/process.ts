import { AwsError } from "../../../errors.ts";
import { validationError } from "../errors.ts";
import { Budget } from "../template/budget.ts";
import { Evaluation } from "../template/evaluation.ts";
import type { ParameterValue } from "../template/parameters.ts";
import type { StackIdentity } from "../template/pseudo-parameters.ts";
import { readTemplateText } from "../template/read.ts";
import { checkedTemplate, type ParameterDeclaration, type Template, transformsOf } from "../template/template.ts";
import { libraryOf, snippet, withIncludes } from "./include.ts";
import { extended } from "./language.ts";

/** What transforms need besides the template. */
export interface TransformInput {
  readonly stack: StackIdentity;
  /** Gives the parameters that a template declares their values. */
  readonly parameters: (declared: Record<string, ParameterDeclaration>) => Promise<readonly ParameterValue[]>;
  /** The text at a location in S3. */
  readonly fetch: (location: string) => Promise<string>;
}

/** A template with its transforms carried out. */
export interface Processed {
  readonly template: Template;
  /** Its text as JSON; absent when nothing had to be transformed. */
  readonly processed?: string;
}

/** Characters of a template with its snippets in it. */
const LARGEST = 1_000_000;
const LANGUAGE = "AWS::LanguageExtensions";
const INCLUDE = "AWS::Include";

/**
 * Reads a template, and carries out its transforms. Rejects with AWS's ValidationError for one that can't be read or
 * transformed, and with NotImplemented, by name, for transforms that this cloud does not have.
 */
export async function processTemplate(text: string, input: TransformInput): Promise<Processed> {
  const document = readTemplateText(text);
  if (!hasTransforms(document)) return { template: checkedTemplate(document) };
  const transforms = transformsOf(document);
  const unknown = transforms.find(({ Name }) => Name !== LANGUAGE && Name !== INCLUDE);
  if (unknown)
    throw new AwsError("NotImplemented", `Skylab does not implement the transform ${unknown.Name} yet.`, 501);
  const value = await computing(document, input);
  const library = libraryOf({ value, fetch: input.fetch });
  const { Transform: _, ...rest } = document;
  let done = (await withIncludes(rest, library)) as Record<string, unknown>;
  for (const call of transforms) if (call.Name === INCLUDE) done = { ...done, ...(await snippet(call, library)) };
  if (transforms.some(({ Name }) => Name === LANGUAGE)) done = { ...extended(done, value), Transform: [LANGUAGE] };
  const processed = JSON.stringify(done);
  if (processed.length > LARGEST) throw validationError(`Template may not exceed ${LARGEST} bytes in size.`);
  return { template: checkedTemplate(done), processed };
}

function hasTransforms(document: unknown): document is Record<string, unknown> {
  return transformsOf(document).length > 0 || JSON.stringify(document ?? null).includes('"Fn::Transform"');
}

/** What computes a part of a template from its parameters and mappings, before its resources are known. */
async function computing(document: Record<string, unknown>, { stack, parameters }: TransformInput) {
  const Parameters = (document.Parameters ?? {}) as Template["Parameters"];
  const given = await parameters(Parameters);
  const Mappings = (document.Mappings ?? {}) as Template["Mappings"];
  const budget = new Budget();
  const none = {};
  const evaluations = new Map<unknown, Evaluation>();
  return (part: unknown, conditions: unknown = none) => {
    const Conditions = conditions as Template["Conditions"];
    const known = { Transform: [LANGUAGE], Parameters, Mappings, Conditions, Rules: {}, Resources: {}, Outputs: {} };
    const surroundings = { stack, parameters: given, importValue: () => undefined };
    const evaluation = evaluations.get(conditions) ?? new Evaluation(known, surroundings);
    evaluations.set(conditions, evaluation);
    return evaluation.value(part, undefined, budget);
  };
}
