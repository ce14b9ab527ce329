import { randomUUID } from "node:crypto";
import { authorize } from "../auth/authorize.ts";
import type { Caller } from "../auth/caller.ts";
import type { Cloud, ServiceName } from "../cloud.ts";
import type { Context } from "../service/service.ts";
import type { OperationModel } from "../wire/model.ts";

/** An operation that somebody would call. */
export interface Intention {
  readonly service: ServiceName;
  readonly operation: string;
  /** As much of the input as says what the call is about. */
  readonly input: object;
  readonly caller: Caller;
  readonly region: string;
  readonly cloud: Cloud;
}

/**
 * Has IAM decide whether somebody may call an operation, which is not called: for services that have no call that only asks.
 * Rejects with the service's error when they may not.
 *
 * @returns the context in which the operation would run, to look up what it is about
 */
export async function permit<State>(intention: Intention): Promise<Context<State>> {
  const { service, operation, input, caller, region, cloud } = intention;
  const { definition, model, state } = await cloud.service(service);
  const context = { cloud, caller, account: caller.account, region, requestId: randomUUID(), state: state as State };
  const described = model.operations.get(operation) as OperationModel;
  const { protocol, queryCompatible } = model;
  authorize({ definition, operation: described, input, context, protocol, queryCompatible });
  return context;
}
