import { neededCapability } from "./capabilities.ts";
import { validationError } from "./errors.ts";
import { changeSetNamed, stackNamed } from "./lookup.ts";
import { readableTemplate } from "./prepare.ts";
import type { CloudFormation } from "./state.ts";
import { type ParameterDeclaration, parseTemplate, type Template } from "./template/template.ts";
import { templateText } from "./template-source.ts";

/** A template as it was given, to the letter. Without transforms, the processed template is the same. */
export const getTemplate: CloudFormation["GetTemplate"] = ({ StackName, ChangeSetName }, context) => {
  if (StackName === undefined && ChangeSetName === undefined) throw validationError("StackName must be specified");
  const { template } =
    ChangeSetName === undefined
      ? stackNamed(context, StackName ?? "")
      : changeSetNamed(context, ChangeSetName, StackName);
  return { TemplateBody: template, StagesAvailable: ["Original", "Processed"] };
};

export const getTemplateSummary: CloudFormation["GetTemplateSummary"] = async (input, context) => {
  const text =
    input.StackName === undefined ? await templateText(input, context) : stackNamed(context, input.StackName).template;
  const template = parseTemplate(text);
  return {
    ...shownCapabilities(template),
    Parameters: Object.entries(template.Parameters).map(([key, parameter]) => ({
      ...shownParameter(key, parameter),
      ParameterType: parameter.Type,
      ParameterConstraints: parameter.AllowedValues ? { AllowedValues: parameter.AllowedValues.map(String) } : {},
    })),
    Description: template.Description,
    DeclaredTransforms: [...template.Transform],
    ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
    Version: template.AWSTemplateFormatVersion,
    Metadata: template.Metadata && JSON.stringify(template.Metadata),
  };
};

export const validateTemplate: CloudFormation["ValidateTemplate"] = async (input, context) => {
  const template = readableTemplate(await templateText(input, context));
  return {
    ...shownCapabilities(template),
    Parameters: Object.entries(template.Parameters).map(([key, parameter]) => shownParameter(key, parameter)),
    Description: template.Description,
    DeclaredTransforms: [...template.Transform],
  };
};

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
