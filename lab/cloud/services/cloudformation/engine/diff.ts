import { isDeepStrictEqual } from "node:util";
import type {
  Change,
  PolicyAction,
  Replacement,
  ResourceAttribute,
  ResourceChange,
  ResourceChangeDetail,
} from "@aws-sdk/client-cloudformation";
import { own } from "../../../own.ts";
import { Turns } from "../../../time/turns.ts";
import { validationError } from "../errors.ts";
import type { Existing, ResourceRecord, StackTag } from "../records.ts";
import type { Evaluation, ResourceValues } from "../template/evaluation.ts";
import { ordered } from "../template/graph.ts";
import { UNKNOWN } from "../template/intrinsics.ts";
import type { ParameterValue } from "../template/parameters.ts";
import type { Policy, Properties, ResourceDeclaration, Template } from "../template/template.ts";
import { causesOf } from "./causes.ts";
import { liveValues } from "./live-values.ts";
import type { TypeFacts } from "./type-facts.ts";

/** What a change set compares: a stack as it is, and as it is wanted. */
export interface Comparison {
  readonly records: ReadonlyMap<string, ResourceRecord>;
  /** The stack's present template; absent when it has none yet. */
  readonly template?: Template | undefined;
  readonly parameters: readonly ParameterValue[];
  readonly wanted: Evaluation;
  readonly wantedParameters: readonly ParameterValue[];
  readonly wantedTags: readonly StackTag[];
  readonly facts: (type: string) => Promise<TypeFacts>;
}

/** A comparison, and the changes found so far: what a resource becomes decides what those that refer to it become. */
export interface Comparing extends Comparison {
  readonly found: Map<string, ResourceChange>;
}

/**
 * The changes that would make a stack what it is wanted to be, as a change set describes them, with the values of properties.
 * Throws AWS's ValidationError when a resource would change its type.
 */
export async function changesBetween(comparison: Comparison): Promise<Change[]> {
  const { wanted, records } = comparison;
  const comparing: Comparing = { ...comparison, found: new Map() };
  checkTypes(comparison);
  const values = predictedValues(comparing);
  const turns = new Turns();
  for (const logicalId of ordered(wanted.dependencies())) {
    await turns.next();
    const written = wanted.resource(logicalId);
    const declaration = { ...written, Metadata: wanted.value(written.Metadata, values) };
    const record = records.get(logicalId);
    const properties = wanted.properties(logicalId, values);
    const change = exists(record)
      ? modification(comparing, record, declaration, properties, await comparison.facts(declaration.Type))
      : addition(logicalId, declaration, properties);
    if (change) comparing.found.set(logicalId, change);
  }
  const gone = [...records.values()].filter((record) => exists(record) && !wanted.resources.has(record.logicalId));
  return [...comparing.found.values(), ...gone.map(removal)]
    .sort((a, b) => ((a.LogicalResourceId ?? "") < (b.LogicalResourceId ?? "") ? -1 : 1))
    .map((change) => ({ Type: "Resource", ResourceChange: change }));
}

/** The properties that differ, by name. */
export function changedProperties(before: Properties, after: Properties): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(own(before, name), own(after, name)));
}

function exists(record: ResourceRecord | undefined): record is ResourceRecord {
  return record?.physicalId !== undefined && !/^DELETE_(COMPLETE|SKIPPED)$/.test(record.status);
}

function checkTypes({ wanted, records }: Comparison): void {
  const retyped = [...wanted.resources].filter(([logicalId, { Type }]) => {
    const record = records.get(logicalId);
    return exists(record) && record.type !== Type;
  });
  if (retyped.length > 0)
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${retyped.map(([id]) => id).join(", ")}]`,
    );
}

/** What resources will answer to Ref and Fn::GetAtt, as far as that is known before anything is done. */
function predictedValues({ records, found }: Comparing): ResourceValues {
  const live = liveValues((logicalId) => records.get(logicalId));
  return {
    ref(logicalId) {
      const change = found.get(logicalId);
      return change?.Action === "Add" || (change?.Replacement ?? "False") !== "False" ? UNKNOWN : live.ref(logicalId);
    },
    attribute: (logicalId, attribute) => (found.has(logicalId) ? UNKNOWN : live.attribute(logicalId, attribute)),
  };
}

function addition(logicalId: string, { Type, Metadata }: ResourceDeclaration, properties: Properties): ResourceChange {
  return {
    Action: "Add",
    LogicalResourceId: logicalId,
    ResourceType: Type,
    Scope: [],
    Details: [],
    AfterContext: contextOf(properties, Metadata),
  };
}

function removal({
  logicalId,
  physicalId,
  type,
  properties,
  metadata,
  deletionPolicy,
}: ResourceRecord): ResourceChange {
  return {
    PolicyAction: kept(deletionPolicy) ? "Retain" : deletionPolicy === "Snapshot" ? "Snapshot" : "Delete",
    Action: "Remove",
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Scope: [],
    Details: [],
    BeforeContext: contextOf(properties, metadata),
  };
}

function modification(
  comparing: Comparing,
  record: ResourceRecord,
  declaration: ResourceDeclaration,
  written: Properties,
  facts: TypeFacts,
): ResourceChange | undefined {
  // What is wrong with properties is told when they are used: as on AWS, a change set does not judge them.
  const { properties } = facts.conform(written);
  const changed = changedProperties(record.properties, properties);
  const attributes = changedAttributes(comparing, record, declaration, facts);
  if (changed.length === 0 && attributes.length === 0 && !record.status.endsWith("_FAILED")) return undefined;

  const details = changed.flatMap((property) =>
    causesOf(comparing, record, property, own(properties, property), facts.recreation(property)),
  );
  const Replacement = replacementOf(details);
  return {
    ...(Replacement === "True" ? { PolicyAction: replacing(declaration.UpdateReplacePolicy) } : {}),
    Action: "Modify",
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    Replacement,
    Scope: [...new Set([...details.map(({ Target }) => Target?.Attribute as ResourceAttribute), ...attributes])],
    Details: [
      ...details,
      ...attributes.map((Attribute) => ({
        Target: { Attribute, RequiresRecreation: "Never" as const },
        Evaluation: "Static" as const,
        ChangeSource: "DirectModification" as const,
      })),
    ],
    BeforeContext: contextOf(record.properties, record.metadata),
    AfterContext: contextOf(properties, declaration.Metadata),
  };
}

/** A replacement is certain when a value is known to change that needs one; what is not known may need one. */
function replacementOf(details: readonly ResourceChangeDetail[]): Replacement {
  const needs = (recreation: string) => details.filter(({ Target }) => Target?.RequiresRecreation === recreation);
  if (needs("Always").some(({ Evaluation }) => Evaluation === "Static")) return "True";
  return needs("Never").length < details.length ? "Conditional" : "False";
}

/** The attributes of a resource that differ, other than its properties. */
function changedAttributes(
  { wantedTags }: Comparing,
  record: Existing,
  { Metadata, DeletionPolicy = "Delete", UpdateReplacePolicy = "Delete" }: ResourceDeclaration,
  { takesTags }: TypeFacts,
): ResourceAttribute[] {
  const differences: Partial<Record<ResourceAttribute, boolean>> = {
    Metadata: !isDeepStrictEqual(record.metadata, Metadata),
    DeletionPolicy: record.deletionPolicy !== DeletionPolicy,
    UpdateReplacePolicy: record.updateReplacePolicy !== UpdateReplacePolicy,
    Tags: takesTags && !isDeepStrictEqual(record.tags, wantedTags),
  };
  return Object.entries(differences).flatMap(([attribute, differs]) =>
    differs ? [attribute as ResourceAttribute] : [],
  );
}

function replacing(policy: Policy | undefined): PolicyAction {
  if (policy === "Retain") return "ReplaceAndRetain";
  return policy === "Snapshot" ? "ReplaceAndSnapshot" : "ReplaceAndDelete";
}

function kept(policy: Policy): boolean {
  return policy === "Retain" || policy === "RetainExceptOnCreate";
}

function contextOf(Properties: Properties, Metadata: unknown): string {
  return JSON.stringify({ Properties, Metadata });
}
