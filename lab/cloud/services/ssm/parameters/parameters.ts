import { AwsError } from "../../../errors.ts";
import { userPattern } from "../../../patterns/regular-expressions.ts";
import { pageByKey } from "../../../service/paging.ts";
import type { Context } from "../../../service/service.ts";
import { violationOf } from "../../../wire/constraints.ts";
import type { Parameter } from "../records.ts";
import type { Ssm, SsmState } from "../state.ts";

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
    const version = (before?.version ?? 0) + 1;
    const parameter: Parameter = {
      name: Name,
      type,
      value: Value,
      version,
      modified: cloud.clock.now(),
      modifiedBy: caller.arn,
      description: input.Description ?? before?.description,
      allowedPattern: input.AllowedPattern ?? before?.allowedPattern,
      keyId: type === "SecureString" ? (input.KeyId ?? "alias/aws/ssm") : undefined,
      tier,
      dataType: input.DataType ?? "text",
    };
    state.parameters.put([account, region, Name], parameter);
    state.history.put([account, region, Name, version], parameter);
    state.history.delete(account, region, Name, version - KEPT_VERSIONS);
    if (Tags) state.tags.put([account, region, Name], Object.fromEntries(Tags.map((tag) => [tag.Key, tag.Value])));
    return { Version: version, Tier: tier };
  });
};

export const getParameter: Ssm["GetParameter"] = ({ Name }, context) => {
  const parameter = find(Name, context);
  if (!parameter) throw invalid("ParameterNotFound", `Parameter ${Name} not found.`);
  return { Parameter: described(parameter, context, Name) };
};

export const getParameters: Ssm["GetParameters"] = ({ Names }, context) => {
  const found = Names.map((name) => ({ name, parameter: find(name, context) }));
  return {
    Parameters: found.flatMap(({ name, parameter }) => (parameter ? [described(parameter, context, name)] : [])),
    InvalidParameters: found.filter(({ parameter }) => !parameter).map(({ name }) => name),
  };
};

export const getParametersByPath: Ssm["GetParametersByPath"] = (input, context) => {
  const { Path, Recursive = false, MaxResults = 10, NextToken } = input;
  if (!Path.startsWith("/")) {
    throw invalid(
      "ValidationException",
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
    );
  }
  const { state, account, region } = context;
  const prefix = Path.endsWith("/") ? Path : `${Path}/`;
  const below = [...state.parameters.values({ under: [account, region], from: [account, region, prefix] })].filter(
    ({ name }) => name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes("/")),
  );
  const { page, next } = paged(below, ({ name }) => name, MaxResults, NextToken);
  return { Parameters: page.map((parameter) => described(parameter, context)), ...next };
};

export const describeParameters: Ssm["DescribeParameters"] = (
  { ParameterFilters = [], MaxResults = 50, NextToken },
  { state, account, region },
) => {
  const matching = [...state.parameters.values({ under: [account, region] })].filter((parameter) =>
    ParameterFilters.every(({ Key, Option = "Equals", Values = [] }) => {
      const known = new Map([
        ["Name", parameter.name],
        ["Type", parameter.type],
        ["KeyId", parameter.keyId],
        ["Tier", parameter.tier],
        ["DataType", parameter.dataType],
      ]);
      const actual = known.get(Key ?? "");
      if (actual === undefined) return false;
      return Values.some((value) =>
        Option === "BeginsWith"
          ? actual.startsWith(value)
          : Option === "Contains"
            ? actual.includes(value)
            : actual === value,
      );
    }),
  );
  const { page, next } = paged(matching, ({ name }) => name, MaxResults, NextToken);
  return { Parameters: page.map((parameter) => metadata(parameter, { account, region })), ...next };
};

export const getParameterHistory: Ssm["GetParameterHistory"] = ({ Name, MaxResults = 50, NextToken }, context) => {
  const { state, account, region } = context;
  if (!state.parameters.has(account, region, Name)) throw invalid("ParameterNotFound", `Parameter ${Name} not found.`);
  const versions = [...state.history.values({ under: [account, region, Name] })];
  const { page, next } = paged(versions, ({ version }) => String(version).padStart(10, "0"), MaxResults, NextToken);
  return {
    Parameters: page.map((parameter) => ({ ...metadata(parameter, context), Value: parameter.value, Labels: [] })),
    ...next,
  };
};

export const deleteParameter: Ssm["DeleteParameter"] = ({ Name }, context) => {
  if (!remove(Name, context)) throw invalid("ParameterNotFound", `Parameter ${Name} not found.`);
  return {};
};

export const deleteParameters: Ssm["DeleteParameters"] = ({ Names }, context) => {
  const gone = Names.filter((name) => remove(name, context));
  return { DeletedParameters: gone, InvalidParameters: Names.filter((name) => !gone.includes(name)) };
};

type SsmContext = Context<SsmState>;

function remove(name: string, { cloud, state, account, region }: SsmContext): boolean {
  return cloud.store.write(() => {
    if (!state.parameters.has(account, region, name)) return false;
    state.parameters.delete(account, region, name);
    state.tags.delete(account, region, name);
    for (const { version } of [...state.history.values({ under: [account, region, name] })])
      state.history.delete(account, region, name, version);
    return true;
  });
}

/** A parameter by `name`, `name:version`, or its ARN. */
function find(selector: string, { state, account, region }: SsmContext): Parameter | undefined {
  const [name = "", version] = nameOf(selector).split(":");
  if (version === undefined) return state.parameters.get(account, region, name);
  return /^\d+$/.test(version) ? state.history.get(account, region, name, Number(version)) : undefined;
}

export function nameOf(selector: string): string {
  const arn = /^arn:aws:ssm:[^:]*:\d*:parameter(\/.*)$/.exec(selector)?.[1];
  if (!arn) return selector;
  // The ARN of a name without a path has a slash all the same.
  return arn.indexOf("/", 1) < 0 ? arn.slice(1) : arn;
}

function described(parameter: Parameter, { account, region }: { account: string; region: string }, selector = "") {
  const version = nameOf(selector).split(":")[1];
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modified),
    ARN: arnOf(parameter.name, account, region),
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

function arnOf(name: string, account: string, region: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
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

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
function checkName(name: string): void {
  if (!/^[\w.\-/]+$/.test(name)) {
    throw invalid(
      "ValidationException",
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (/^\/?(aws|ssm)/i.test(name))
    throw invalid("ValidationException", `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`);
  if (name.includes("/") && !name.startsWith("/"))
    throw invalid("ValidationException", "Parameter name must be a fully qualified name.");
  if (name.split("/").length > 16)
    throw invalid("HierarchyLevelLimitExceededException", "Parameter name can't have more than 15 levels.");
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

function invalid(code: string, message: string): AwsError {
  return new AwsError(code, message);
}
