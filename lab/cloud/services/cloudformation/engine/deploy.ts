import { isDeepStrictEqual } from "node:util";
import type { Existing, ResourceRecord } from "../records.ts";
import type { Evaluation } from "../template/evaluation.ts";
import type { Properties } from "../template/template.ts";
import { creationPolicy } from "./creation-policy.ts";
import { changedProperties } from "./diff.ts";
import { checkImports } from "./exports.ts";
import type { Task } from "./handlers.ts";
import { importResource } from "./import.ts";
import { liveValues } from "./live-values.ts";
import { newSuffix } from "./names.ts";
import { ResourceFailure } from "./resource-failure.ts";
import { type Run, walkDuring } from "./run.ts";
import { deniedBy, type PolicyUpdate } from "./stack-policy.ts";
import { beforeOf, Cancelled, create, replace, update } from "./steps.ts";
import { factsOf, type TypeFacts } from "./type-facts.ts";

/** A deployment can't go on. Its message is the reason that the stack shows. */
export class DeploymentFailure extends Error {}

/**
 * Makes and changes the resources of a stack until they are as its template says, in parallel where it allows that. Resources
 * that the template no longer has stay. Rejects with a DeploymentFailure after the first that fails, when nothing is under
 * way any more, and with AWS's ValidationError when something is imported that nobody exports.
 */
export async function deploy(run: Run, evaluation: Evaluation): Promise<void> {
  checkImports(run.state, run.journal.stack, evaluation.imports());
  checkRemovals(run, evaluation);
  const graph = evaluation.dependencies();
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, run.cancelling.signal, run.closing.signal]);
  const deployOne = async (logicalId: string) => {
    if (run.cancelling.signal.aborted) return;
    try {
      await apply({ run, logicalId, signal }, evaluation, [...(graph.get(logicalId) ?? [])]);
    } catch (error) {
      stop.abort(new Cancelled());
      throw error;
    }
  };
  const failed = await walkDuring(run, graph, deployOne, "stop");
  if (run.cancelling.signal.aborted)
    throw new DeploymentFailure(run.cancelling.signal.reason.message || "User Initiated");
  if (failed.length > 0) throw new DeploymentFailure(failedSentence(run, failed));
}

/** Brings one resource to what the template says. */
async function apply(task: Task, evaluation: Evaluation, dependsOn: string[]): Promise<void> {
  const { run, logicalId } = task;
  const record = run.journal.resource(logicalId);
  const facts = await factsOf(run.cloud, evaluation.resource(logicalId).Type);
  const wanted = wantedResource(task, evaluation, dependsOn, facts);
  if (record?.physicalId === undefined || record.status === "CREATE_FAILED") {
    // Kept half-made by an earlier operation without rollback.
    if (record?.physicalId !== undefined) run.journal.leave({ ...record, physicalId: record.physicalId });
    const taken = run.journal.stack.importing?.find((one) => one.logicalId === logicalId);
    if (taken) return await importResource(task, wanted, taken.id);
    return await create(task, wanted);
  }
  const changed = changedProperties(record.properties, wanted.properties);
  const retagged = facts.takesTags && !isDeepStrictEqual(record.tags, wanted.tags);
  if (changed.length === 0 && !retagged && !record.status.endsWith("_FAILED")) {
    const { physicalId, attributes, suffix } = record;
    return run.journal.settle({ ...record, ...wanted, physicalId, attributes, suffix });
  }
  const replaced =
    changed.some((property) => facts.recreation(property) === "Always") ||
    facts.replaces(wanted.properties, record.properties);
  checkPolicy(run, record, replaced ? "Update:Replace" : "Update:Modify");
  if (replaced) await replace(task, record, wanted);
  else await update(task, record, wanted);
}

/** Records the failure of a resource that the stack's policy does not let the update touch, and throws it. */
function checkPolicy(run: Run, record: ResourceRecord, update: PolicyUpdate): void {
  const reason = denial(run, record, update);
  if (reason !== undefined) throw new ResourceFailure(reason);
}

/** What the template no longer has will be removed at the end: the stack's policy has its say before anything is done. */
function checkRemovals(run: Run, evaluation: Evaluation): void {
  const gone = run.journal.resources().filter(({ logicalId }) => !evaluation.resources.has(logicalId));
  const refused = gone.filter((record) => denial(run, record, "Update:Delete") !== undefined);
  const ids = refused.map(({ logicalId }) => logicalId);
  if (ids.length > 0) throw new DeploymentFailure(failedSentence(run, ids));
}

/** Why the stack's policy does not let the update touch a resource. The resource is recorded as failed for that reason. */
function denial({ journal }: Run, record: ResourceRecord, update: PolicyUpdate): string | undefined {
  const { policyDuringUpdate, policy } = journal.stack;
  const reason = deniedBy(policyDuringUpdate ?? policy, update, record);
  if (reason !== undefined) journal.keep({ ...record, before: beforeOf(record) }, { status: "UPDATE_FAILED", reason });
  return reason;
}

/** A resource as the template says it should be. What can't be computed, or does not fit, is recorded as its failure. */
function wantedResource(
  { run: { journal }, logicalId }: Task,
  evaluation: Evaluation,
  dependsOn: string[],
  facts: TypeFacts,
): Existing {
  const declared = evaluation.resource(logicalId);
  const wanted: Existing = {
    type: declared.Type,
    properties: {},
    attributes: {},
    tags: journal.stack.tags,
    dependsOn,
    suffix: newSuffix(),
    deletionPolicy: declared.DeletionPolicy ?? "Delete",
    updateReplacePolicy: declared.UpdateReplacePolicy ?? "Delete",
  };
  try {
    const values = liveValues((id) => journal.resource(id));
    const properties = conformed(evaluation.properties(logicalId, values), logicalId, facts);
    const metadata = evaluation.value(declared.Metadata, values);
    const policy = creationPolicy(evaluation.value(declared.CreationPolicy, values));
    return { ...wanted, properties, metadata, creationPolicy: policy };
  } catch (error) {
    const reason = (error as Error).message;
    const record = journal.resource(logicalId);
    if (record) journal.keep({ ...record, before: beforeOf(record) }, { status: "UPDATE_FAILED", reason });
    else journal.keep({ ...wanted, logicalId, before: null }, { status: "CREATE_FAILED", reason });
    throw error;
  }
}

function conformed(properties: Properties, logicalId: string, facts: TypeFacts): Properties {
  const { properties: proper, problems } = facts.conform(properties);
  if (problems.length === 0) return proper;
  const told = problems.join("\n");
  throw new ResourceFailure(`Properties validation failed for resource ${logicalId} with message:\n${told}`);
}

/** `The following resource(s) failed to create: [A]. The following resource(s) failed to update: [B, C]. ` */
export function failedSentence({ journal }: Run, failed: readonly string[]): string {
  return ["create", "import", "update", "delete"]
    .map((verb) => {
      const status = `${verb.toUpperCase()}_FAILED`;
      const ids = failed.filter((id) => journal.resource(id)?.status === status);
      return ids.length > 0 ? `The following resource(s) failed to ${verb}: [${ids.sort().join(", ")}]. ` : "";
    })
    .join("");
}
