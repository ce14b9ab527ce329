import { userPattern } from "../../../patterns/regular-expressions.ts";
import { pageByKey } from "../../../service/paging.ts";
import { violationOf } from "../../../wire/constraints.ts";
import { invalid, parameterNotFound, versionNotFound } from "../errors.ts";
import type { Parameter } from "../records.ts";
import type { Ssm, SsmContext } from "../state.ts";
import { announce } from "./announcements.ts";
import { filterOf, olderFilterOf } from "./filters.ts";
import { checkUnlabelled, labelsOf } from "./labels.ts";
import { arnOf, checkName, checkPath, nameOf } from "./names.ts";

const KEPT_VERSIONS = 100;

export const putParameter: Ssm["PutParameter"] = (input, context) => {
  const { cloud, state, account, region, caller } = context;
  const { Name, Value, Overwrite = false, Tags } = input;
  checkName(Name);
  if (Overwrite && Tags)
    throw invalid(
      "ValidationException",
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  return cloud.store.write(() => {
    const before = state.parameters.get(account, region, Name);
    if (before && !Overwrite) {
      throw invalid(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
      );
    }
    const type = input.Type ?? before?.type;
    if (!type) throw invalid("ValidationException", "A parameter type is required when you create a parameter.");
    const tier = input.Tier === "Advanced" || before?.tier === "Advanced" ? "Advanced" : "Standard";
    checkValue(Value, tier, input.AllowedPattern);
    // A parameter that was deleted and is created again starts anew: "When you initially create a parameter, Parameter
    // Store assigns version 1", https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
    const version = (before?.version ?? 0) + 1;
    const isSecure = type === "SecureString";
    const parameter: Parameter = {
      name: Name,
      type,
      value: isSecure ? state.secure.seal(Value, arnOf(Name, account, region)) : Value,
      ...(isSecure && { isSealed: true }),
      version,
      modified: cloud.clock.now(),
      modifiedBy: caller.arn,
      description: input.Description ?? before?.description,
      allowedPattern: input.AllowedPattern ?? before?.allowedPattern,
      keyId: isSecure ? (input.KeyId ?? "alias/aws/ssm") : undefined,
      tier,
      dataType: input.DataType ?? "text",
    };
    if (version > KEPT_VERSIONS) checkUnlabelled(Name, version - KEPT_VERSIONS, context);
    state.parameters.put([account, region, Name], parameter);
    state.history.put([account, region, Name, version], parameter);
    state.history.delete(account, region, Name, version - KEPT_VERSIONS);
    if (Tags) state.tags.put([account, region, Name], Object.fromEntries(Tags.map((tag) => [tag.Key, tag.Value])));
    announce(before ? "Update" : "Create", parameter, context);
    return { Version: version, Tier: tier };
  });
};

export const getParameter: Ssm["GetParameter"] = ({ Name, WithDecryption }, context) => {
  const parameter = find(Name, context);
  if (!parameter) throw missing(Name, context);
  return { Parameter: described(parameter, context, { WithDecryption, selector: Name }) };
};

export const getParameters: Ssm["GetParameters"] = ({ Names, WithDecryption }, context) => {
  const found = Names.map((name) => ({ name, parameter: find(name, context) }));
  return {
    Parameters: found.flatMap(({ name, parameter }) =>
      parameter ? [described(parameter, context, { WithDecryption, selector: name })] : [],
    ),
    InvalidParameters: found.filter(({ parameter }) => !parameter).map(({ name }) => name),
  };
};

export const getParametersByPath: Ssm["GetParametersByPath"] = (input, context) => {
  const { Path, Recursive = false, MaxResults = 10, NextToken, WithDecryption } = input;
  checkPath(Path);
  const isWanted = filterOf(input.ParameterFilters ?? [], "GetParametersByPath");
  const { state, account, region } = context;
  const prefix = Path.endsWith("/") ? Path : `${Path}/`;
  const below = [...state.parameters.values({ under: [account, region], from: [account, region, prefix] })].filter(
    (parameter) => isBelow(parameter.name, prefix, Recursive) && isWanted(filtered(parameter, context)),
  );
  const { page, next } = paged(below, ({ name }) => name, MaxResults, NextToken);
  return { Parameters: page.map((parameter) => described(parameter, context, { WithDecryption })), ...next };
};

export const describeParameters: Ssm["DescribeParameters"] = (input, context) => {
  const { ParameterFilters = [], Filters = [], MaxResults = 50, NextToken } = input;
  const { state, account, region } = context;
  if (ParameterFilters.length > 0 && Filters.length > 0)
    throw invalid("ValidationException", "You can use either Filters or ParameterFilters in a single request.");
  const isWanted = Filters.length > 0 ? olderFilterOf(Filters) : filterOf(ParameterFilters, "DescribeParameters");
  const matching = [...state.parameters.values({ under: [account, region] })].filter((parameter) =>
    isWanted(filtered(parameter, context)),
  );
  const { page, next } = paged(matching, ({ name }) => name, MaxResults, NextToken);
  return { Parameters: page.map((parameter) => metadata(parameter, context)), ...next };
};

export const getParameterHistory: Ssm["GetParameterHistory"] = (input, context) => {
  const { MaxResults = 50, NextToken, WithDecryption } = input;
  const { state, account, region } = context;
  const name = nameOf(input.Name);
  if (!state.parameters.has(account, region, name)) throw parameterNotFound(input.Name);
  const versions = [...state.history.values({ under: [account, region, name] })];
  const { page, next } = paged(versions, ({ version }) => String(version).padStart(10, "0"), MaxResults, NextToken);
  return {
    Parameters: page.map((parameter) => {
      const { ARN: _, ...known } = metadata(parameter, context);
      const Labels = labelsOf(name, parameter.version, context);
      return { ...known, Value: heldBy(parameter, context, WithDecryption), Labels };
    }),
    ...next,
  };
};

export const deleteParameter: Ssm["DeleteParameter"] = ({ Name }, context) => {
  if (!remove(Name, context)) throw parameterNotFound(Name);
  return {};
};

export const deleteParameters: Ssm["DeleteParameters"] = ({ Names }, context) => {
  const gone = Names.filter((name) => remove(name, context));
  return { DeletedParameters: gone, InvalidParameters: Names.filter((name) => !gone.includes(name)) };
};

function remove(name: string, context: SsmContext): boolean {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    const parameter = state.parameters.get(account, region, name);
    if (!parameter) return false;
    announce("Delete", parameter, context);
    state.parameters.delete(account, region, name);
    state.tags.delete(account, region, name);
    for (const { version } of [...state.history.values({ under: [account, region, name] })])
      state.history.delete(account, region, name, version);
    for (const [, , , label] of [...state.labels.entries({ under: [account, region, name] })].map(([key]) => key))
      state.labels.delete(account, region, name, label as string);
    return true;
  });
}

/** A parameter by `name`, `name:version`, `name:label`, or its ARN. */
function find(selector: string, { state, account, region }: SsmContext): Parameter | undefined {
  const [name = "", which, ...more] = nameOf(selector).split(":");
  if (more.length > 0) return undefined;
  if (which === undefined) return state.parameters.get(account, region, name);
  const version = /^\d+$/.test(which) ? Number(which) : state.labels.get(account, region, name, which);
  return version === undefined ? undefined : state.history.get(account, region, name, version);
}

/** Of a parameter that exists, the version or label is what does not. */
function missing(selector: string, { state, account, region }: SsmContext) {
  const [name = "", which] = nameOf(selector).split(":");
  const isVersion = which !== undefined && state.parameters.has(account, region, name);
  return isVersion ? versionNotFound(which, name) : parameterNotFound(selector);
}

function isBelow(name: string, prefix: string, isRecursive: boolean): boolean {
  return name.startsWith(prefix) && (isRecursive || !name.slice(prefix.length).includes("/"));
}

/** A parameter, as filters look at it. */
function filtered(parameter: Parameter, context: SsmContext) {
  const { state, account, region } = context;
  return {
    parameter,
    tags: state.tags.get(account, region, parameter.name) ?? {},
    labels: labelsOf(parameter.name, parameter.version, context),
  };
}

/** What a parameter holds; of a SecureString what is stored, unless it is to be decrypted. */
function heldBy({ value, isSealed, name }: Parameter, context: SsmContext, WithDecryption = false): string {
  if (!isSealed || !WithDecryption) return value;
  return context.state.secure.open(value, arnOf(name, context.account, context.region));
}

function described(
  parameter: Parameter,
  context: SsmContext,
  { WithDecryption, selector = "" }: { WithDecryption?: boolean | undefined; selector?: string },
) {
  const version = nameOf(selector).split(":")[1];
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: heldBy(parameter, context, WithDecryption),
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modified),
    ARN: arnOf(parameter.name, context.account, context.region),
    DataType: parameter.dataType,
    ...(version ? { Selector: `:${version}` } : {}),
  };
}

function metadata(parameter: Parameter, { account, region }: { account: string; region: string }) {
  return {
    Name: parameter.name,
    ARN: arnOf(parameter.name, account, region),
    Type: parameter.type,
    KeyId: parameter.keyId,
    LastModifiedDate: new Date(parameter.modified),
    LastModifiedUser: parameter.modifiedBy,
    Description: parameter.description,
    AllowedPattern: parameter.allowedPattern,
    Version: parameter.version,
    Tier: parameter.tier,
    Policies: [],
    DataType: parameter.dataType,
  };
}

function paged<T>(
  all: readonly T[],
  key: (item: T) => string,
  size: number,
  token: string | undefined,
): { page: T[]; next: { NextToken?: string } } {
  const refuse = () => invalid("InvalidNextToken", "The specified token isn't valid.");
  const { items, next } = pageByKey(all, key, { token, size, invalid: refuse });
  return { page: items, next: next ? { NextToken: next } : {} };
}

function checkValue(value: string, tier: Parameter["tier"], pattern: string | undefined): void {
  const most = tier === "Standard" ? 4096 : 8192;
  if (value === "")
    throw invalid("ValidationException", violationOf("value", "Member must have length greater than or equal to 1"));
  if (Buffer.byteLength(value) > most) {
    const advice =
      tier === "Standard"
        ? " To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
        : "";
    throw invalid(
      "ValidationException",
      `${tier} tier parameters support a maximum parameter value of ${most} characters.${advice}`,
    );
  }
  if (pattern !== undefined && !matches(pattern, value)) {
    throw invalid(
      "ParameterPatternMismatchException",
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
}

function matches(pattern: string, value: string): boolean {
  try {
    return userPattern(pattern).test(value);
  } catch {
    throw invalid(
      "InvalidAllowedPatternException",
      `The request does not meet the regular expression requirement: ${pattern}`,
    );
  }
}
