import { randomUUID } from "node:crypto";
import type { AliasConfiguration, AliasRoutingConfiguration } from "@aws-sdk/client-lambda";
import { conflict, invalidParameter } from "../errors.ts";
import type { AliasRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { aliasNotFound, checkRevision, openFunction, versionOf } from "./lookup.ts";
import { arnOf, type FunctionName, LATEST, readName } from "./names.ts";
import { pageOf } from "./pages.ts";
import { deleteProvisionedConcurrencyConfig, provision } from "./provisioned.ts";
import { forgetQualified } from "./qualified.ts";

export const createAlias: Lambda["CreateAlias"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { FunctionVersion: version, Description: description = "" } = input;
  const name = nameOf(input, context);
  versionOf(name, version, state);
  const weights = weightsOf(input.RoutingConfig, version, name, context);
  const alias: AliasRecord = { name: input.Name, version, description, revision: randomUUID(), policy: [], ...weights };
  cloud.store.write(() => {
    if (state.aliases.has(account, region, name.name, input.Name))
      throw conflict(`Alias already exists: ${arnOf(name)}`);
    state.aliases.put([account, region, name.name, input.Name], alias);
  });
  return described(alias, name);
};

export const updateAlias: Lambda["UpdateAlias"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const name = nameOf(input, context);
  const updated = cloud.store.write(() => {
    const { weights: kept, ...before } = openAlias(name, context);
    checkRevision(input, before.revision);
    const version = input.FunctionVersion ?? before.version;
    versionOf(name, version, state);
    const routing = input.RoutingConfig ?? { AdditionalVersionWeights: kept };
    const description = input.Description ?? before.description;
    const changes = { version, description, revision: randomUUID(), ...weightsOf(routing, version, name, context) };
    const after: AliasRecord = { ...before, ...changes };
    state.aliases.put([account, region, name.name, input.Name], after);
    return described(after, name);
  });
  if (state.provisioned.has(account, region, name.name, input.Name)) provision(name, state);
  return updated;
};

export const getAlias: Lambda["GetAlias"] = (input, context) => {
  const name = nameOf(input, context);
  return described(openAlias(name, context), name);
};

export const listAliases: Lambda["ListAliases"] = (input, context) => {
  const { state, account, region } = context;
  const { FunctionName } = openFunction(input, context).configuration;
  const { items, NextMarker } = pageOf(state.aliases, [account, region, FunctionName], input);
  const wanted = items.filter(({ version }) => version === (input.FunctionVersion ?? version));
  return {
    Aliases: wanted.map((alias) => described(alias, { account, region, name: FunctionName, qualifier: alias.name })),
    NextMarker,
  };
};

export const deleteAlias: Lambda["DeleteAlias"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { name } = nameOf(input, context);
  if (state.provisioned.has(account, region, name, input.Name)) {
    deleteProvisionedConcurrencyConfig({ FunctionName: input.FunctionName, Qualifier: input.Name }, context);
  }
  cloud.store.write(() => {
    state.aliases.delete(account, region, name, input.Name);
    forgetQualified([account, region, name, input.Name], state);
  });
  return {};
};

/** Which version of an alias an event goes to, given a random number from 0 to 1. */
export function routed({ version, weights = {} }: AliasRecord, random: number): string {
  const [other] = Object.entries(weights);
  return other && random < other[1] ? other[0] : version;
}

/** The name of an alias, whose function there must be. */
function nameOf({ FunctionName, Name }: { FunctionName: string; Name: string }, context: LambdaContext): FunctionName {
  openFunction({ FunctionName }, context);
  return { ...readName({ FunctionName }, context), qualifier: Name };
}

function openAlias(name: FunctionName, { state }: LambdaContext): AliasRecord {
  const alias = state.aliases.get(name.account, name.region, name.name, name.qualifier ?? "");
  if (!alias) throw aliasNotFound(arnOf(name));
  return alias;
}

/** The weights of a routing configuration. Throws AWS's errors for one that can't be. */
function weightsOf(
  routing: AliasRoutingConfiguration | undefined,
  version: string,
  name: FunctionName,
  { state }: LambdaContext,
): Pick<AliasRecord, "weights"> {
  const weights = routing?.AdditionalVersionWeights ?? {};
  const [other, ...more] = Object.entries(weights);
  if (!other) return {};
  if (more.length > 0) {
    throw invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  }
  const [to] = other;
  if (to === version) {
    const problem = `Function version ${to} is already included in routing configuration.`;
    throw invalidParameter(`Invalid function version ${to}. ${problem}`);
  }
  if (version === LATEST)
    throw invalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
  versionOf(name, to, state);
  return { weights };
}

function described(alias: AliasRecord, { account, region, name }: FunctionName): AliasConfiguration {
  return {
    AliasArn: arnOf({ account, region, name, qualifier: alias.name }),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revision,
    ...(alias.weights && { RoutingConfig: { AdditionalVersionWeights: alias.weights } }),
  };
}
