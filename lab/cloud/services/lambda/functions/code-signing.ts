import { randomUUID } from "node:crypto";
import type { CodeSigningConfig } from "@aws-sdk/client-lambda";
import { conflict, notFound, ofUser } from "../errors.ts";
import type { FunctionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { openFunction } from "./lookup.ts";
import { pageOf } from "./pages.ts";

// Code-signing configurations are kept and answered. No signature is ever checked: nothing here signs code.

export const createCodeSigningConfig: Lambda["CreateCodeSigningConfig"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const CodeSigningConfigId = `csc-${randomUUID().replaceAll("-", "").slice(0, 17)}`;
  const config: CodeSigningConfig = {
    CodeSigningConfigId,
    CodeSigningConfigArn: `arn:aws:lambda:${region}:${account}:code-signing-config:${CodeSigningConfigId}`,
    ...(input.Description !== undefined && { Description: input.Description }),
    AllowedPublishers: input.AllowedPublishers,
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Warn", ...input.CodeSigningPolicies },
    LastModified: cloud.clock.date().toISOString(),
  };
  cloud.store.write(() => state.codeSigning.put([account, region, CodeSigningConfigId], config));
  return { CodeSigningConfig: config };
};

export const updateCodeSigningConfig: Lambda["UpdateCodeSigningConfig"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const before = openConfig(input.CodeSigningConfigArn, context);
  const config: CodeSigningConfig = {
    ...before,
    ...(input.Description !== undefined && { Description: input.Description }),
    ...(input.AllowedPublishers && { AllowedPublishers: input.AllowedPublishers }),
    CodeSigningPolicies: { ...before.CodeSigningPolicies, ...input.CodeSigningPolicies },
    LastModified: cloud.clock.date().toISOString(),
  };
  cloud.store.write(() => state.codeSigning.put([account, region, config.CodeSigningConfigId as string], config));
  return { CodeSigningConfig: config };
};

export const getCodeSigningConfig: Lambda["GetCodeSigningConfig"] = (input, context) => ({
  CodeSigningConfig: openConfig(input.CodeSigningConfigArn, context),
});

export const listCodeSigningConfigs: Lambda["ListCodeSigningConfigs"] = (input, { state, account, region }) => {
  const { items, NextMarker } = pageOf(state.codeSigning, [account, region], input);
  return { CodeSigningConfigs: [...items], NextMarker };
};

export const deleteCodeSigningConfig: Lambda["DeleteCodeSigningConfig"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { CodeSigningConfigArn, CodeSigningConfigId = "" } = openConfig(input.CodeSigningConfigArn, context);
  cloud.store.write(() => {
    if (usersOf(CodeSigningConfigArn, context).length > 0) {
      throw conflict("The code signing configuration cannot be deleted because functions use it.");
    }
    state.codeSigning.delete(account, region, CodeSigningConfigId);
  });
  return {};
};

export const putFunctionCodeSigningConfig: Lambda["PutFunctionCodeSigningConfig"] = (input, context) => {
  const { CodeSigningConfigArn } = input;
  if (!find(CodeSigningConfigArn, context)) {
    const message = missing(CodeSigningConfigArn);
    throw ofUser("CodeSigningConfigNotFoundException", message);
  }
  return { CodeSigningConfigArn, FunctionName: use(input, CodeSigningConfigArn, context) };
};

export const getFunctionCodeSigningConfig: Lambda["GetFunctionCodeSigningConfig"] = (input, context) => {
  const { configuration, codeSigning = "" } = openFunction(input, context);
  return { CodeSigningConfigArn: codeSigning, FunctionName: configuration.FunctionName };
};

export const deleteFunctionCodeSigningConfig: Lambda["DeleteFunctionCodeSigningConfig"] = (input, context) => {
  use(input, undefined, context);
  return {};
};

export const listFunctionsByCodeSigningConfig: Lambda["ListFunctionsByCodeSigningConfig"] = (input, context) => ({
  FunctionArns: usersOf(openConfig(input.CodeSigningConfigArn, context).CodeSigningConfigArn, context),
});

function openConfig(arn: string, context: LambdaContext): CodeSigningConfig & { CodeSigningConfigArn: string } {
  const config = find(arn, context);
  if (config) return { ...config, CodeSigningConfigArn: arn };
  throw notFound(missing(arn));
}

function find(arn: string, { state, account, region }: LambdaContext): CodeSigningConfig | undefined {
  const config = state.codeSigning.get(account, region, arn.slice(arn.lastIndexOf(":") + 1));
  return config?.CodeSigningConfigArn === arn ? config : undefined;
}

const missing = (arn: string) =>
  `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}`;

/** Gives a function a code-signing configuration, or takes it away. Returns the function's name. */
function use(input: { FunctionName: string }, codeSigning: string | undefined, context: LambdaContext): string {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    const { codeSigning: _, ...before } = openFunction(input, context);
    const { FunctionName } = before.configuration;
    const after: FunctionRecord = { ...before, ...(codeSigning && { codeSigning }) };
    state.functions.put([account, region, FunctionName], after);
    return FunctionName;
  });
}

function usersOf(arn: string | undefined, { state, account, region }: LambdaContext): string[] {
  const functions = [...state.functions.values({ under: [account, region] })];
  return functions
    .filter(({ codeSigning }) => codeSigning === arn)
    .map(({ configuration }) => configuration.FunctionArn);
}
