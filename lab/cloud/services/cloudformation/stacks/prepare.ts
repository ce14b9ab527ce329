import type { Parameter, Tag } from "@aws-sdk/client-cloudformation";
import type { Clients } from "../../../cloud.ts";
import type { Context } from "../../../service/service.ts";
import { executorOf } from "../engine/executor.ts";
import { exportsOf } from "../engine/exports.ts";
import { validationError } from "../errors.ts";
import type { StackRecord, StackTag, Wanted } from "../records.ts";
import type { CloudFormationState } from "../state.ts";
import { checkReferences } from "../template/check.ts";
import { Evaluation } from "../template/evaluation.ts";
import { parameterValues } from "../template/parameters.ts";
import { checkTypesAreHere, checkTypesExist } from "../template/resource-types.ts";
import { snippetText, type TemplateSource, templateText } from "../template/source.ts";
import { parseTemplate, type Template } from "../template/template.ts";
import { processTemplate, type TransformInput } from "../transforms/process.ts";
import { checkCapabilities } from "./capabilities.ts";

/** What the requests that create or update a stack, at once or by a change set, have in common. */
export interface Request extends TemplateSource {
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
}

/** The stack that a request is for: one that exists, or one that is to be. */
export type Subject = Pick<StackRecord, "id" | "name" | "account" | "region"> & Partial<StackRecord>;

/** What a request comes to. */
export interface Prepared {
  readonly wanted: Wanted;
  readonly evaluation: Evaluation;
}

/**
 * Reads and checks all that a request says of a stack. Rejects with AWS's error for the first thing that is wrong with it;
 * nothing is changed.
 */
export async function prepare(
  request: Request,
  subject: Subject,
  context: Context<CloudFormationState>,
): Promise<Prepared> {
  const { Parameters = [], Capabilities = [], NotificationARNs, Tags, RoleARN } = request;
  const text = await templateText(request, context, subject.template);
  const { cloud, caller, state } = context;
  const executor = await executorOf(cloud, { ...subject, caller, roleArn: RoleARN ?? subject.roleArn });
  const valuesOf = (declared: Template["Parameters"]) =>
    parameterValues({
      declared,
      given: Parameters,
      previous: subject.parameters ?? [],
      fetch: (names) => storedParameters(names, cloud.clients(executor, context.region)),
    });
  const { template, processed } = await processTemplate(text, transformInput(subject, context, valuesOf));
  await checkTypesExist(template, cloud);
  checkReferences(template);
  checkCapabilities(template, Capabilities, processed !== undefined && !("ChangeSetName" in request));
  const parameters = await valuesOf(template.Parameters);
  const wanted: Wanted = {
    template: text,
    processed,
    description: template.Description,
    parameters,
    tags: Tags ? tagsOf(Tags) : (subject.tags ?? []),
    capabilities: Capabilities,
    notificationArns: NotificationARNs ?? subject.notificationArns ?? [],
  };
  const evaluation = evaluationOf(state, subject, wanted, template);
  evaluation.check();
  await evaluation.checkFunctions();
  await checkTypesAreHere(Object.fromEntries(evaluation.resources), cloud);
  return { wanted, evaluation };
}

/** What the transforms of a stack's template may ask for. */
export function transformInput(
  { id, name, account, region, notificationArns = [] }: Subject,
  context: Context,
  parameters: TransformInput["parameters"],
): TransformInput {
  const stack = { id, name, account, region, notificationArns };
  return { stack, parameters, fetch: (location) => snippetText(location, context) };
}

/** A stack's template with everything filled in that the stack was, or is to be, given. */
export function evaluationOf(
  state: CloudFormationState,
  { id, name, account, region }: Subject,
  { template: text, processed, parameters, notificationArns }: Wanted,
  template = parseTemplate(processed ?? text),
): Evaluation {
  let exports: ReadonlyMap<string, string> | undefined;
  const importValue = (wanted: string) => {
    exports ??= new Map(exportsOf(state, account, region).map((found) => [found.name, found.value]));
    return exports.get(wanted);
  };
  return new Evaluation(template, { stack: { id, name, account, region, notificationArns }, parameters, importValue });
}

async function storedParameters(names: string[], call: Clients): Promise<ReadonlyMap<string, string>> {
  const stored = new Map<string, string>();
  for (let i = 0; i < names.length; i += 10) {
    const { Parameters = [] } = await call.ssm.GetParameters({ Names: names.slice(i, i + 10) });
    for (const { Name, Value, Type } of Parameters) {
      if (Type === "SecureString")
        throw validationError(
          `Parameters [${Name}] referenced by template have types not supported by CloudFormation.`,
        );
      stored.set(Name ?? "", Value ?? "");
    }
  }
  return stored;
}

const MOST_TAGS = 50;

function tagsOf(tags: readonly Tag[]): StackTag[] {
  if (tags.length > MOST_TAGS) throw validationError(`Tags can not have more than ${MOST_TAGS} entries.`);
  const reserved = tags.find(({ Key = "" }) => Key.toLowerCase().startsWith("aws:"));
  if (reserved) throw validationError(`aws: prefixed tag key names are not allowed for external use: ${reserved.Key}`);
  return tags.map(({ Key = "", Value = "" }) => ({ Key, Value }));
}
