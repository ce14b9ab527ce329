import type { Change, ResourceToImport } from "@aws-sdk/client-cloudformation";
import { own } from "../../../own.ts";
import type { Context } from "../../../service/service.ts";
import { executorOf } from "../engine/executor.ts";
import type { Import } from "../engine/import.ts";
import { providerOf } from "../engine/providers.ts";
import { validationError } from "../errors.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import { liveStacks } from "../stacks/lookup.ts";
import type { Subject } from "../stacks/prepare.ts";
import type { CloudFormationState } from "../state.ts";
import type { Evaluation } from "../template/evaluation.ts";

type Here = Context<CloudFormationState>;

/**
 * The resources that a change set of type IMPORT takes in. Throws AWS's ValidationError when the template does not say what
 * becomes of one of them, when another stack has it, or when anything but imports would happen.
 */
export function checkedImports(
  wanted: readonly ResourceToImport[],
  changes: readonly Change[],
  evaluation: Evaluation,
  context: Here,
): Import[] {
  if (wanted.length === 0) throw validationError("ResourcesToImport must have at least one resource");
  const imports = wanted.map(({ LogicalResourceId = "", ResourceType = "", ResourceIdentifier = {} }) => {
    const declared = evaluation.resources.get(LogicalResourceId);
    if (declared?.Type !== ResourceType)
      throw validationError(
        `ResourcesToImport [${LogicalResourceId}] with type ${ResourceType} is not found in the template.`,
      );
    if (!declared.DeletionPolicy)
      throw validationError(
        `Resources [${LogicalResourceId}] that are being imported must have the DeletionPolicy attribute specified in the template.`,
      );
    return { logicalId: LogicalResourceId, type: ResourceType, id: Object.values(ResourceIdentifier).join("|") };
  });
  const named = new Set(imports.map(({ logicalId }) => logicalId));
  const others = changes.filter(({ ResourceChange: change }) => !named.has(change?.LogicalResourceId ?? ""));
  if (others.length > 0)
    throw validationError(
      `As part of the import operation, you cannot modify or add resources: [${others.map(({ ResourceChange }) => ResourceChange?.LogicalResourceId).join(", ")}]`,
    );
  for (const { type, id } of imports) {
    const owner = ownerOf(type, id, context);
    if (owner) throw validationError(`Resource ${id} of type ${type} already exists in stack ${owner}`);
  }
  return imports;
}

/**
 * What a deployment takes in instead of making it: resources with a name of the caller's choice that exist already, that no
 * stack has, and that are to outlive the stack. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export async function existingImports(
  changes: readonly Change[],
  evaluation: Evaluation,
  subject: Subject,
  context: Here,
): Promise<Import[]> {
  const { cloud, account, region, caller } = context;
  const call = cloud.clients(await executorOf(cloud, { ...subject, caller: subject.caller ?? caller }), region);
  const imports: Import[] = [];
  for (const { ResourceChange: { Action, LogicalResourceId: logicalId = "" } = {} } of changes) {
    if (Action !== "Add") continue;
    const { Type: type, DeletionPolicy = "Delete", Properties = {} } = evaluation.resource(logicalId);
    const id = await givenIdentifier(type, Properties);
    if (id === undefined || !DeletionPolicy.startsWith("Retain") || ownerOf(type, id, context)) continue;
    const provider = await providerOf(cloud, type).catch(() => undefined);
    if (await provider?.read?.(id, { call, account, region, partition: "aws" })) imports.push({ logicalId, type, id });
  }
  return imports;
}

/** Changes as a change set shows them, those of imports as what they are. */
export function withImports(changes: readonly Change[], imports: readonly Import[]): Change[] {
  return changes.map((change) => {
    const { ResourceChange } = change;
    const found = imports.find(({ logicalId }) => logicalId === ResourceChange?.LogicalResourceId);
    if (!found) return change;
    return { ...change, ResourceChange: { ...ResourceChange, Action: "Import", PhysicalResourceId: found.id } };
  });
}

/** The properties that identify a resource of a type, such as `BucketName`. */
export async function identifiersOf(type: string): Promise<string[]> {
  return [...((await schemaOf(type))?.primaryIdentifier ?? [])];
}

async function givenIdentifier(type: string, properties: Record<string, unknown>): Promise<string | undefined> {
  const [name, more] = await identifiersOf(type);
  const id = name && more === undefined ? own(properties, name) : undefined;
  return typeof id === "string" ? id : undefined;
}

/** The name of the stack that has a resource. */
function ownerOf(type: string, id: string, context: Here): string | undefined {
  for (const stack of liveStacks(context)) {
    for (const resource of context.state.resources.values({ under: [stack.id] }))
      if (resource.type === type && resource.physicalId === id && !resource.status.startsWith("DELETE_"))
        return stack.name;
  }
  return undefined;
}
