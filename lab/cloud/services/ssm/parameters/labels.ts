import { invalid, parameterNotFound, versionNotFound } from "../errors.ts";
import type { Parameter } from "../records.ts";
import type { Ssm, SsmContext } from "../state.ts";
import { announce } from "./announcements.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html */
const MOST = 10;

/** Names a version, without its number. A label that another version has moves. */
export const labelParameterVersion: Ssm["LabelParameterVersion"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { Name, ParameterVersion, Labels } = input;
  return cloud.store.write(() => {
    const version = ParameterVersion ?? newest(Name, context).version;
    checkVersion(Name, version, context);
    const InvalidLabels = Labels.filter((label) => !isLabel(label));
    const valid = Labels.filter(isLabel);
    const all = new Set([...labelsOf(Name, version, context), ...valid]);
    if (all.size > MOST)
      throw invalid(
        "ParameterVersionLabelLimitExceeded",
        `A parameter version can have maximum ${MOST} labels. Move one or more labels to another version and try again.`,
      );
    for (const label of valid) state.labels.put([account, region, Name, label], version);
    if (valid.length > 0) announce("LabelParameterVersion", newest(Name, context), context);
    return { InvalidLabels, ParameterVersion: version };
  });
};

export const unlabelParameterVersion: Ssm["UnlabelParameterVersion"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { Name, ParameterVersion, Labels } = input;
  return cloud.store.write(() => {
    newest(Name, context);
    checkVersion(Name, ParameterVersion, context);
    const had = new Set(labelsOf(Name, ParameterVersion, context));
    const RemovedLabels = Labels.filter((label) => had.has(label));
    for (const label of RemovedLabels) state.labels.delete(account, region, Name, label);
    return { RemovedLabels, InvalidLabels: Labels.filter((label) => !had.has(label)) };
  });
};

/** The labels of a version. */
export function labelsOf(name: string, version: number, { state, account, region }: SsmContext): string[] {
  const labels = [...state.labels.entries({ under: [account, region, name] })];
  return labels.flatMap(([key, labelled]) => (labelled === version ? [String(key.at(-1))] : []));
}

/** Refuses to let go of a version that has labels. */
export function checkUnlabelled(name: string, version: number, context: SsmContext): void {
  if (labelsOf(name, version, context).length === 0) return;
  throw invalid(
    "ParameterMaxVersionLimitExceeded",
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
}

function newest(name: string, { state, account, region }: SsmContext): Parameter {
  const parameter = state.parameters.get(account, region, name);
  if (!parameter) throw parameterNotFound(name);
  return parameter;
}

function checkVersion(name: string, version: number, context: SsmContext): void {
  const { state, account, region } = context;
  newest(name, context);
  if (!state.history.has(account, region, name, version)) throw versionNotFound(version, name);
}

function isLabel(label: string): boolean {
  return /^[\w.-]+$/.test(label) && !/^(\d|aws|ssm)/i.test(label);
}
