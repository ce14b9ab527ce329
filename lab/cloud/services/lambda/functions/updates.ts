import { randomUUID } from "node:crypto";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { readCode } from "../code/code.ts";
import { invalidParameter } from "../errors.ts";
import { attachedLayers, checkWholeSize, layersToAttach } from "../layers/attached.ts";
import type { Configuration, FunctionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { checkRevision, openFunction } from "./lookup.ts";
import { configure } from "./settings.ts";
import { publish, releaseCode } from "./versions.ts";

export const updateFunctionCode: Lambda["UpdateFunctionCode"] = async (input, context) => {
  const { cloud, state, account } = context;
  const { Architectures, DryRun } = input;
  const { configuration } = openRevision(input, context);
  if ((configuration.PackageType === "Image") !== (input.ImageUri !== undefined)) {
    const [want, kind] = input.ImageUri ? ["ZipFile or S3Bucket", "Zip"] : ["ImageUri", "Image"];
    throw invalidParameter(`Please provide ${want} when updating a function with packageType ${kind}.`);
  }
  const { blob, unzipped, image, ...code } = await readCode(input, context, "UpdateFunctionCode");
  const apply = (before: Configuration) =>
    revised({ ...configure(before, { Architectures }, undefined, account), ...code }, context);
  if (DryRun) {
    await cloud.store.blobs.discard(blob);
    return apply(openFunction(input, context).configuration);
  }
  try {
    return change(input, context, (record) => {
      checkWholeSize(unzipped, attachedLayers(record.configuration.Layers, state));
      cloud.store.blobs.keep(blob);
      return {
        ...record,
        code: blob.id,
        unzipped,
        ...(image && { image }),
        configuration: apply(record.configuration),
      };
    });
  } catch (error) {
    await cloud.store.blobs.discard(blob);
    throw error;
  }
};

export const updateFunctionConfiguration: Lambda["UpdateFunctionConfiguration"] = async (input, context) => {
  const { configuration } = openRevision(input, context);
  if (input.Role) await checkRole(configuration.FunctionName, input.Role, context);
  const layers = input.Layers && layersToAttach(input.Layers, context);
  return change(input, context, (record) => {
    if (layers) checkWholeSize(record.unzipped, layers);
    const configuration = configure(record.configuration, input, layers, context.account);
    return { ...record, configuration: revised(configuration, context) };
  });
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
  readonly Publish?: boolean;
}

function openRevision(input: Target, context: LambdaContext): FunctionRecord {
  const record = openFunction(input, context);
  checkRevision(input, record.configuration.RevisionId);
  return record;
}

/** Changes a function in one step, and answers its configuration as it is while AWS still works on the change. */
function change(
  input: Target,
  context: LambdaContext,
  update: (record: FunctionRecord) => FunctionRecord,
): FunctionConfiguration {
  const { cloud, state, account, region } = context;
  const configuration = cloud.store.write(() => {
    const before = openRevision(input, context);
    const { FunctionName } = before.configuration;
    const after = update(before);
    state.functions.put([account, region, FunctionName], after);
    if (after.code !== before.code) releaseCode(before.code, { account, region, name: FunctionName }, context);
    return input.Publish ? publish({ FunctionName }, context) : after.configuration;
  });
  // AWS words an update as it does a creation. The next state is another revision.
  return {
    ...configuration,
    LastUpdateStatus: "InProgress",
    LastUpdateStatusReason: "The function is being created.",
    LastUpdateStatusReasonCode: "Creating",
    RevisionId: randomUUID(),
  };
}
