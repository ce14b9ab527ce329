import type { Layer } from "@aws-sdk/client-lambda";
import { accessDenied, invalidParameter } from "../errors.ts";
import type { LayerVersionRecord } from "../records.ts";
import type { LambdaContext, LambdaState } from "../state.ts";
import { layerArnOf, openLayerVersion, readVersionArn, versionArnOf } from "./names.ts";

const MOST = 5;

/** The largest code with its layers, unzipped, in bytes. */
const MAX_UNZIPPED = 262_144_000;

/** The layer versions that a function is to have, by their ARNs. Throws AWS's errors for those that it can't have. */
export function layersToAttach(arns: readonly string[], context: LambdaContext): LayerVersionRecord[] {
  if (arns.length > MOST) throw invalidParameter(`Cannot reference more than ${MOST} layers.`);
  const layers = arns.map((arn) => layerToAttach(arn, context));
  for (const [index, layer] of layers.entries()) {
    const twin = layers.slice(0, index).find((other) => layerArnOf(other) === layerArnOf(layer));
    if (!twin) continue;
    const problem = "Two different versions of the same layer are not allowed to be referenced in the same function.";
    throw invalidParameter(`${problem} ${versionArnOf(twin)} and ${versionArnOf(layer)}.`);
  }
  return layers;
}

/** Refuses code that is too large together with its layers. */
export function checkWholeSize(unzipped: number, layers: readonly LayerVersionRecord[]): void {
  const whole = layers.reduce((sum, layer) => sum + layer.unzipped, unzipped);
  if (whole <= MAX_UNZIPPED) return;
  throw invalidParameter(
    `Function code combined with layers exceeds the maximum allowed size of ${MAX_UNZIPPED} bytes. The actual size is ${whole} bytes.`,
  );
}

/** Layers as a function's configuration shows them. */
export function attached(layers: readonly LayerVersionRecord[]): Layer[] {
  return layers.map((layer) => ({ Arn: versionArnOf(layer), CodeSize: layer.CodeSize }));
}

/** The layer versions that a function has: also those that were deleted since. */
export function attachedLayers(layers: readonly Layer[] = [], state: LambdaState): LayerVersionRecord[] {
  return layers.flatMap(({ Arn = "" }) => {
    const { account, region, name, version } = readVersionArn(Arn);
    return state.layerVersions.get(account, region, name, -version) ?? [];
  });
}

/** Whether a function or one of its versions has a layer version. */
export function isUsed(layer: LayerVersionRecord, state: LambdaState): boolean {
  const arn = versionArnOf(layer);
  for (const records of [state.functions, state.versions]) {
    for (const { configuration } of records.values()) {
      if (configuration.Layers?.some(({ Arn }) => Arn === arn)) return true;
    }
  }
  return false;
}

function layerToAttach(arn: string, context: LambdaContext): LayerVersionRecord {
  const name = readVersionArn(arn);
  try {
    return openLayerVersion(name, context);
  } catch {
    if (name.account === context.account) throw invalidParameter(`Layer version ${arn} does not exist.`);
    throw accessDenied(
      `User: ${context.caller.arn} is not authorized to perform: lambda:GetLayerVersion on resource: ${arn} because no resource-based policy allows the lambda:GetLayerVersion action`,
    );
  }
}
