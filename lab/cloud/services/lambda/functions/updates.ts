import { randomUUID } from "node:crypto";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { readCode } from "../code/code.ts";
import { invalidParameter, staleRevision, unsupported } from "../errors.ts";
import { openFunction } from "../names.ts";
import type { Configuration, FunctionRecord, Lambda, LambdaContext } from "../state.ts";
import { configure } from "./settings.ts";

export const updateFunctionCode: Lambda["UpdateFunctionCode"] = async (input, context) => {
  const { cloud, state, account } = context;
  const { Architectures, DryRun, Publish } = input;
  openRevision(input, context);
  if (Publish) throw unsupported("published versions");
  const { blob, ...code } = await readCode(input, context, "UpdateFunctionCode");
  const apply = (before: Configuration) =>
    revised({ ...configure(before, { Architectures }, account), ...code }, context);
  if (DryRun) {
    await cloud.store.blobs.discard(blob);
    return apply(openFunction(input, context).configuration);
  }
  try {
    return change(input, context, (record) => {
      cloud.store.blobs.keep(blob);
      cloud.store.blobs.drop(record.code);
      state.code.drop(record.code);
      return { ...record, code: blob.id, configuration: apply(record.configuration) };
    });
  } catch (error) {
    await cloud.store.blobs.discard(blob);
    throw error;
  }
};

export const updateFunctionConfiguration: Lambda["UpdateFunctionConfiguration"] = async (input, context) => {
  const { configuration } = openRevision(input, context);
  if (input.Role) await checkRole(configuration.FunctionName, input.Role, context);
  return change(input, context, (record) => ({
    ...record,
    configuration: revised(configure(record.configuration, input, context.account), context),
  }));
};

/** Stamps a configuration that changes: environments of the revision before serve no more events. */
export function revised<C extends FunctionConfiguration>(configuration: C, { cloud }: LambdaContext) {
  const LastModified = cloud.clock.date().toISOString().replace("Z", "+0000");
  return {
    ...configuration,
    LastModified,
    RevisionId: randomUUID(),
    State: "Active",
    LastUpdateStatus: "Successful",
  } as const;
}

/** Refuses a role that Lambda may not assume. */
export async function checkRole(name: string, role: string, { state, account, region }: LambdaContext): Promise<void> {
  await state.sessions.session({ account, region, name, role }).catch(() => {
    throw invalidParameter("The role defined for the function cannot be assumed by Lambda.");
  });
}

interface Target {
  readonly FunctionName: string;
  readonly RevisionId?: string;
}

function openRevision(input: Target, context: LambdaContext): FunctionRecord {
  const record = openFunction(input, context);
  if (input.RevisionId && input.RevisionId !== record.configuration.RevisionId) {
    throw staleRevision("GetFunction/GetAlias");
  }
  return record;
}

/** Changes a function in one step, and answers its configuration as it is while AWS still works on the change. */
function change(
  input: Target,
  context: LambdaContext,
  update: (record: FunctionRecord) => FunctionRecord,
): FunctionConfiguration {
  const { cloud, state, account, region } = context;
  const { configuration } = cloud.store.write(() => {
    const record = update(openRevision(input, context));
    state.functions.put([account, region, record.configuration.FunctionName], record);
    return record;
  });
  return { ...configuration, LastUpdateStatus: "InProgress", LastUpdateStatusReason: "The function is being updated." };
}
