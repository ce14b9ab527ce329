import type { Created, Found, ResourceContext } from "../../../service/service.ts";
import type { Existing } from "../records.ts";
import { reachable } from "./addresses.ts";
import { withDynamicReferences } from "./dynamic-references.ts";
import { physicalName } from "./names.ts";
import { providerOf } from "./providers.ts";
import { ResourceFailure } from "./resource-failure.ts";
import { Closing, type Run } from "./run.ts";

/** One resource as its handler is asked to treat it. */
export interface Task {
  readonly run: Run;
  readonly logicalId: string;
  /** Ends a handler that waits, when the operation has failed elsewhere. */
  readonly signal: AbortSignal;
  /** Called as soon as the physical id of a new resource is known. */
  readonly initiated?: (physicalId: string) => void;
}

/** Makes a resource. */
export async function makeResource(task: Task, wanted: Existing): Promise<Created> {
  const provider = await providerOf(task.run.cloud, wanted.type);
  const properties = await properProperties(task, wanted);
  return await handled(task, () => provider.create(properties, contextOf(task, wanted)));
}

/** Brings an existing resource to other properties. Answers under which physical id it exists now. */
export async function changeResource(task: Task, existing: Existing, wanted: Existing): Promise<Created> {
  const provider = await providerOf(task.run.cloud, wanted.type);
  const id = existing.physicalId as string;
  const properties = await properProperties(task, wanted);
  const previous = await formerProperties(task, existing);
  if (!provider.update) return { id };
  return await handled(
    task,
    async () => (await provider.update?.(id, properties, previous, contextOf(task, wanted))) ?? { id },
  );
}

/** Looks at a resource that exists; nothing when it does not. Rejects with a ResourceFailure for types that can't be looked at. */
export async function readResource({ run }: Task, { type, physicalId = "" }: Existing): Promise<Found | undefined> {
  const provider = await providerOf(run.cloud, type);
  if (!provider.read) throw new ResourceFailure(`ResourceType ${type} is not supported for import`);
  const { account, region } = run.journal.stack;
  return await provider.read(physicalId, { call: run.call, account, region, partition: "aws" });
}

/** Removes a resource. */
export async function removeResource(task: Task, existing: Existing): Promise<void> {
  const provider = await providerOf(task.run.cloud, existing.type);
  const properties = await formerProperties(task, existing);
  await handled(task, () => provider.delete(existing.physicalId as string, properties, contextOf(task, existing)));
}

/** The token that identifies a change of a resource in its handler's messages. */
export function requestToken({ run, logicalId }: Task): string {
  const { id, updatedAt, createdAt } = run.journal.stack;
  return `${id.split("/").at(-1)}-${logicalId}-${updatedAt ?? createdAt}`;
}

async function properProperties({ run }: Task, { properties }: Existing): Promise<Existing["properties"]> {
  return reachable(await withDynamicReferences(properties, run.call), run.cloud.endpoint);
}

/** What an existing resource was made from; a dynamic reference that leads nowhere any more stays as it is. */
async function formerProperties(task: Task, existing: Existing): Promise<Existing["properties"]> {
  return await properProperties(task, existing).catch(() => existing.properties);
}

/** A handler that fails because the cloud closes has not failed for a reason of its own. */
async function handled<R>({ run }: Task, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw run.closing.signal.aborted ? new Closing() : error;
  }
}

function contextOf(task: Task, { type, suffix, tags }: Existing): ResourceContext {
  const { run, logicalId, signal, initiated = () => {} } = task;
  const { id, name, account, region } = run.journal.stack;
  return {
    cloud: run.cloud,
    call: run.call,
    callIn: run.callIn,
    account,
    region,
    partition: "aws",
    stack: { id, name, tags },
    logicalId,
    type,
    signal,
    initiated,
    token: requestToken(task),
    name(maxLength, lower) {
      const made = physicalName(name, logicalId, suffix, maxLength);
      return lower ? made.toLowerCase() : made;
    },
  };
}
