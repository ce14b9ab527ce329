import type { ResourceIdentifierSummary } from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import { identifiersOf } from "../imports/imports.ts";
import { neededCapability } from "../stacks/capabilities.ts";
import { changeSetNamed, stackNamed } from "../stacks/lookup.ts";
import { transformInput } from "../stacks/prepare.ts";
import type { CloudFormation } from "../state.ts";
import { processTemplate } from "../transforms/process.ts";
import { checkReferences } from "./check.ts";
import type { ParameterValue } from "./parameters.ts";
import { readTemplateText } from "./read.ts";
import { checkTypesExist } from "./resource-types.ts";
import { templateText } from "./source.ts";
import { type ParameterDeclaration, parseTemplate, type Template, transformsOf } from "./template.ts";

/** A template as it was given, to the letter, or as its transforms left it. */
export const getTemplate: CloudFormation["GetTemplate"] = ({ StackName, ChangeSetName, TemplateStage }, context) => {
  if (StackName === undefined && ChangeSetName === undefined) throw validationError("StackName must be specified");
  const { template, processed } =
    ChangeSetName === undefined
      ? stackNamed(context, StackName ?? "")
      : changeSetNamed(context, ChangeSetName, StackName);
  const wanted = TemplateStage === "Processed" ? withoutTransforms(processed) : undefined;
  return { TemplateBody: wanted ?? template, StagesAvailable: ["Original", "Processed"] };
};

export const getTemplateSummary: CloudFormation["GetTemplateSummary"] = async (input, context) => {
  const stack = input.StackName === undefined ? undefined : stackNamed(context, input.StackName);
  const text = stack?.template ?? (await templateText(input, context));
  const { template } = stack?.processed
    ? { template: parseTemplate(stack.processed) }
    : await processTemplate(text, transformInput({ ...context, id: "", name: "" }, context, defaults));
  return {
    ...shownCapabilities(template),
    Parameters: Object.entries(template.Parameters).map(([key, parameter]) => ({
      ...shownParameter(key, parameter),
      ParameterType: parameter.Type,
      ParameterConstraints: parameter.AllowedValues ? { AllowedValues: parameter.AllowedValues.map(String) } : {},
    })),
    Description: template.Description,
    DeclaredTransforms: transformsOf(readTemplateText(text)).map(({ Name }) => Name),
    ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
    ResourceIdentifierSummaries: await identifierSummaries(template),
    Version: template.AWSTemplateFormatVersion,
    Metadata: template.Metadata && JSON.stringify(template.Metadata),
  };
};

export const validateTemplate: CloudFormation["ValidateTemplate"] = async (input, context) => {
  const text = await templateText(input, context);
  const { template } = await processTemplate(text, transformInput({ ...context, id: "", name: "" }, context, defaults));
  await checkTypesExist(template, context.cloud);
  checkReferences(template);
  return {
    ...shownCapabilities(template),
    Parameters: Object.entries(template.Parameters).map(([key, parameter]) => shownParameter(key, parameter)),
    Description: template.Description,
    DeclaredTransforms: transformsOf(readTemplateText(text)).map(({ Name }) => Name),
  };
};

/** What identifies the resources of each type, for those that may be imported. */
async function identifierSummaries({ Resources }: Template): Promise<ResourceIdentifierSummary[]> {
  const types = new Map<string, string[]>();
  for (const [id, { Type }] of Object.entries(Resources)) types.set(Type, [...(types.get(Type) ?? []), id]);
  return await Promise.all(
    [...types].map(async ([ResourceType, LogicalResourceIds]) => ({
      ...{ ResourceType, LogicalResourceIds, ResourceIdentifiers: await identifiersOf(ResourceType) },
    })),
  );
}

/** Of a template that is only looked at, the parameters have the values that they have by themselves. */
async function defaults(declared: Record<string, ParameterDeclaration>): Promise<ParameterValue[]> {
  return Object.entries(declared).map(([key, { Type: type, Default = "" }]) => ({
    ...{ key, type, value: String(Default), noEcho: false },
  }));
}

function withoutTransforms(processed: string | undefined): string | undefined {
  if (processed === undefined) return undefined;
  const { Transform: _, ...template } = JSON.parse(processed);
  return JSON.stringify(template);
}

function shownCapabilities(template: Template) {
  const needed = neededCapability(template);
  if (!needed) return {};
  return {
    Capabilities: [needed.capability],
    CapabilitiesReason: `The following resource(s) require capabilities: [${needed.types.join(", ")}]`,
  };
}

function shownParameter(key: string, { Default, NoEcho, Description }: ParameterDeclaration) {
  return {
    ParameterKey: key,
    DefaultValue: Default === undefined ? undefined : String(Default),
    NoEcho: String(NoEcho) === "true",
    Description,
  };
}
