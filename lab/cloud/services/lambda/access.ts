import { accessOf } from "../../auth/access-table.ts";
import type { Policy, PolicyDocument } from "../../auth/policy/document.ts";
import { type KeyInput, keysOf, tagsOf } from "./functions/condition-keys.ts";
import { resolve } from "./functions/lookup.ts";
import { arnOf, type FunctionName, LATEST, readName } from "./functions/names.ts";
import { functionIn, SHARED } from "./functions/sharing.ts";
import { versionNamed } from "./layers/names.ts";
import type { LambdaContext, LambdaState } from "./state.ts";

/** The operations that services may be let in to, too. */
const INVOCATIONS = new Set(["Invoke", "InvokeWithResponseStream"]);

interface LambdaInput extends KeyInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly LayerName?: string;
  readonly VersionNumber?: number;
  readonly Arn?: string;
  readonly UUID?: string;
  readonly Resource?: string;
  readonly Role?: string;
}

/** Actions that are called otherwise than their operations. */
const ACTIONS: Readonly<Record<string, string>> = {
  Invoke: "InvokeFunction",
  InvokeWithResponseStream: "InvokeFunction",
  InvokeAsync: "InvokeFunction",
  GetLayerVersionByArn: "GetLayerVersion",
};

/** What a call to Lambda wants to do: a function's own policy lets services and other accounts in. */
export const access = accessOf<LambdaInput, LambdaState>({
  prefix: "lambda",
  action: (operation) => ACTIONS[operation] ?? operation,
  resource(operation, input, { region, account }) {
    const { LayerName, VersionNumber, Arn, UUID, Resource } = input;
    if (Resource !== undefined) return Resource;
    if (Arn !== undefined) return Arn;
    if (UUID !== undefined) return `arn:aws:lambda:${region}:${account}:event-source-mapping:${UUID}`;
    if (LayerName !== undefined) {
      const layer = LayerName.startsWith("arn:") ? LayerName : `arn:aws:lambda:${region}:${account}:layer:${LayerName}`;
      return VersionNumber === undefined ? layer : `${layer}:${VersionNumber}`;
    }
    if (input.FunctionName === undefined || operation.includes("EventSourceMapping")) return "*";
    const name = readName(input, { account, region });
    return arnOf({ ...name, qualifier: name.qualifier === LATEST ? undefined : name.qualifier });
  },
  policy({ operation, input, resource }, context) {
    const isInvocation = INVOCATIONS.has(operation);
    if (!isInvocation && !SHARED.has(operation)) return layerPolicyOf(resource, context);
    const { caller, account } = context;
    const name = functionIn(input, context);
    const isForeign = caller.kind === "service" || name.account !== account;
    // The policy of a function denies nothing: the root of its account needs none.
    return isForeign || caller.kind !== "root" ? policyOf(name, context, isForeign && isInvocation) : undefined;
  },
  tags: tagsOf,
  keys: ({ operation, input }, context) => keysOf(operation, input, context),
  tagging: (operation) => (operation === "CreateFunction" ? "TagResource" : undefined),
  passes: (_operation, { Role }) => [Role],
  passedTo: "lambda.amazonaws.com",
});

/** The policy of a layer's version, by which other accounts may use it. */
function layerPolicyOf(resource: string, { state }: LambdaContext): Policy | undefined {
  const layer = versionNamed(resource);
  const record = layer && state.layerVersions.get(layer.account, layer.region, layer.name, -layer.version);
  if (!record) return undefined;
  const document = { Version: "2012-10-17", Statement: record.policy } as unknown as PolicyDocument;
  return { name: `the policy of ${resource}`, document };
}

/** The policy of a function, a version or an alias: its statements are as AddPermission made them. */
export function policyOf(
  name: FunctionName,
  { state }: Pick<LambdaContext, "state">,
  isNeeded = false,
): Policy | undefined {
  try {
    const { version, alias } = resolve(name, state);
    const document = { Version: "2012-10-17", Statement: (alias ?? version).policy } as unknown as PolicyDocument;
    return { name: `the policy of ${arnOf(name)}`, document };
  } catch (error) {
    // The operation itself says that the function is not there.
    if (isNeeded) throw error;
    return undefined;
  }
}
