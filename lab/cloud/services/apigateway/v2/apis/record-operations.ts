import { pageByPlace } from "../../../../service/paging.ts";
import type { Collection } from "../../../../store/collection.ts";
import { badRequest, notFound } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import type { ApiGatewayV2State, V2Context } from "../state.ts";

/** What operations do with things of an API of one kind, such as its routes. Changing one deploys stages that deploy by themselves. */
export interface ApiRecords<T> {
  /** Throws NotFoundException when it is not there. */
  open(context: V2Context, api: string, id: string): T;
  all(context: V2Context, api: string): T[];
  /** Keeps a new one, or another state of one. */
  put(context: V2Context, api: string, id: string, record: T): T;
  remove(context: V2Context, api: string, id: string): void;
}

/**
 * @param kind as error messages name it: `Route`
 */
export function apiRecords<T>(collection: (state: ApiGatewayV2State) => Collection<T>, kind: string): ApiRecords<T> {
  const open = (context: V2Context, api: string, id: string): T => {
    openApi(context, api);
    const found = collection(context.state).get(context.account, context.region, api, id);
    if (found === undefined) throw notFound(`Unable to find ${kind} by ID ${id} within the provided API`);
    return found;
  };
  return {
    open,
    all(context, api) {
      openApi(context, api);
      return [...collection(context.state).values({ under: [context.account, context.region, api] })];
    },
    put(context, api, id, record) {
      return context.cloud.store.write(() => {
        openApi(context, api);
        collection(context.state).put([context.account, context.region, api, id], record);
        changed(context, api);
        return record;
      });
    },
    remove(context, api, id) {
      context.cloud.store.write(() => {
        open(context, api, id);
        collection(context.state).delete(context.account, context.region, api, id);
        changed(context, api);
      });
    },
  };
}

export function openApi({ state, account, region }: V2Context, id: string) {
  const api = state.apis.get(account, region, id);
  if (!api) throw notFound("Invalid API identifier specified");
  return api;
}

/** An API has changed: stages that deploy by themselves have a new deployment, which stands for what is there now. */
export function changed(context: V2Context, api: string): void {
  const { cloud, state, account, region } = context;
  state.forget(api);
  for (const stage of [...state.stages.values({ under: [account, region, api] })]) {
    if (!stage.AutoDeploy) continue;
    const before = state.deployments.get(account, region, api, stage.DeploymentId ?? "");
    if (before?.AutoDeployed) state.deployments.delete(account, region, api, before.DeploymentId);
    state.stages.put([account, region, api, stage.StageName], {
      ...stage,
      ...autoDeployment(context, api),
      LastUpdatedDate: cloud.clock.date(),
    });
  }
}

/** A deployment that stands for the API as it is, and what a stage says of it. */
export function autoDeployment({ cloud, state, account, region }: V2Context, api: string) {
  const DeploymentId = newId(6);
  state.deployments.put([account, region, api, DeploymentId], {
    DeploymentId,
    AutoDeployed: true,
    CreatedDate: cloud.clock.date(),
    DeploymentStatus: "DEPLOYED",
    Description: "Automatic deployment triggered by changes to the Api configuration",
  });
  return {
    DeploymentId,
    LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${DeploymentId}'`,
  };
}

/** Forgets the responses of a route or an integration that is gone. Only inside `store.write`. */
export function forgetResponsesOf(
  { state, account, region }: V2Context,
  api: string,
  { RouteId, IntegrationId }: { readonly RouteId?: string; readonly IntegrationId?: string },
): void {
  const under = { under: [account, region, api] };
  for (const [key, response] of [...state.routeResponses.entries(under)])
    if (response.RouteId === RouteId) state.routeResponses.delete(...key);
  for (const [key, response] of [...state.integrationResponses.entries(under)])
    if (response.IntegrationId === IntegrationId) state.integrationResponses.delete(...key);
}

/** One page of a list. */
export function page<T>(
  all: readonly T[],
  { NextToken: token, MaxResults = "100" }: { NextToken?: string | undefined; MaxResults?: string | undefined },
): { Items: T[]; NextToken?: string } {
  const invalid = () => badRequest("Invalid NextToken specified");
  // A page without items would lead to itself.
  if (!/^[1-9]\d*$/.test(MaxResults)) throw badRequest("Invalid MaxResults specified");
  const { items, next } = pageByPlace(all, { token, size: Math.min(Number(MaxResults), 500), invalid });
  return { Items: items, ...(next && { NextToken: next }) };
}

/** The members of an update that say something: those that are left away stay as they are. */
export function given<T extends object>(input: T): Partial<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>;
}
