import { invalidParameter } from "../errors.ts";
import type { FunctionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { type Named, open, openFunction } from "./lookup.ts";

// Settings that the lab keeps and answers, and that have no effect: there is one runtime version, and loops are not found.

export const putFunctionRecursionConfig: Lambda["PutFunctionRecursionConfig"] = (input, context) => {
  const { RecursiveLoop } = input;
  change(input, context, (record) => ({ ...record, recursiveLoop: RecursiveLoop }));
  return { RecursiveLoop };
};

export const getFunctionRecursionConfig: Lambda["GetFunctionRecursionConfig"] = (input, context) => ({
  RecursiveLoop: openFunction(input, context).recursiveLoop ?? "Terminate",
});

export const putRuntimeManagementConfig: Lambda["PutRuntimeManagementConfig"] = (input, context) => {
  const { UpdateRuntimeOn, RuntimeVersionArn } = input;
  if ((UpdateRuntimeOn === "Manual") !== (RuntimeVersionArn !== undefined)) {
    throw invalidParameter("RuntimeVersionArn is required when UpdateRuntimeOn is Manual, and not allowed otherwise.");
  }
  const runtimeManagement = { UpdateRuntimeOn, ...(RuntimeVersionArn && { RuntimeVersionArn }) };
  change(input, context, (record) => ({ ...record, runtimeManagement }));
  return { ...runtimeManagement, FunctionArn: openFunction(input, context).configuration.FunctionArn };
};

export const getRuntimeManagementConfig: Lambda["GetRuntimeManagementConfig"] = (input, context) => {
  const { fn, version } = open(input, context);
  const { FunctionArn } = version.configuration;
  return { ...(fn.runtimeManagement ?? { UpdateRuntimeOn: "Auto" }), FunctionArn };
};

function change(input: Named, context: LambdaContext, apply: (record: FunctionRecord) => FunctionRecord): void {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    const record = openFunction(input, context);
    state.functions.put([account, region, record.configuration.FunctionName], apply(record));
  });
}
