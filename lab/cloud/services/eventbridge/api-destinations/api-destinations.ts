import { randomUUID } from "node:crypto";
import { pageByKey } from "../../../service/paging.ts";
import { checkEndpoint } from "../connections/endpoint.ts";
import { arnOf, readArn } from "../connections/names.ts";
import { alreadyExists, limitExceeded, notFound, notValid } from "../errors.ts";
import type { ApiDestination } from "../records.ts";
import type { EventBridge, EventBridgeContext, EventBridgeState } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST = 3000;
const USUAL_RATE = 300;

export const createApiDestination: EventBridge["CreateApiDestination"] = (input, context) => {
  const { account, region, cloud, state } = context;
  const { Name: name = "", ConnectionArn = "", InvocationEndpoint = "", HttpMethod = "POST" } = input;
  checkEndpoint(InvocationEndpoint.replaceAll("*", "x"), "InvocationEndpoint");
  checkConnection(ConnectionArn, context);
  const now = cloud.clock.now();
  const destination: ApiDestination = {
    account,
    region,
    name,
    id: randomUUID(),
    description: input.Description,
    connection: ConnectionArn,
    endpoint: InvocationEndpoint,
    method: HttpMethod,
    rate: input.InvocationRateLimitPerSecond ?? USUAL_RATE,
    created: now,
    modified: now,
  };
  cloud.store.write(() => {
    const { apiDestinations } = state;
    if (apiDestinations.has(account, region, name)) throw alreadyExists(`An api-destination '${name}' already exists.`);
    if ([...apiDestinations.keys({ under: [account, region] })].length >= MOST) throw limitExceeded();
    apiDestinations.put([account, region, name], destination);
  });
  return answered(destination, state);
};

export const updateApiDestination: EventBridge["UpdateApiDestination"] = (input, context) => {
  const { cloud, state } = context;
  const found = openDestination(input.Name ?? "", context);
  const { ConnectionArn = found.connection, InvocationEndpoint = found.endpoint, HttpMethod = found.method } = input;
  checkEndpoint(InvocationEndpoint.replaceAll("*", "x"), "InvocationEndpoint");
  checkConnection(ConnectionArn, context);
  const destination: ApiDestination = {
    ...found,
    description: input.Description ?? found.description,
    connection: ConnectionArn,
    endpoint: InvocationEndpoint,
    method: HttpMethod,
    rate: input.InvocationRateLimitPerSecond ?? found.rate,
    modified: cloud.clock.now(),
  };
  cloud.store.write(() => state.apiDestinations.put([found.account, found.region, found.name], destination));
  return answered(destination, state);
};

export const describeApiDestination: EventBridge["DescribeApiDestination"] = ({ Name = "" }, context) => {
  const destination = openDestination(Name, context, "Failed to describe the api-destination(s). ");
  const { description } = destination;
  return { ...listed(destination, context.state), ...(description !== undefined && { Description: description }) };
};

export const deleteApiDestination: EventBridge["DeleteApiDestination"] = ({ Name = "" }, context) => {
  const { account, region } = openDestination(Name, context, "Failed to delete the api-destination(s). ");
  context.cloud.store.write(() => context.state.apiDestinations.delete(account, region, Name));
  return {};
};

export const listApiDestinations: EventBridge["ListApiDestinations"] = (input, context) => {
  const { account, region, state } = context;
  const { NamePrefix = "", ConnectionArn, NextToken: token, Limit: size = 100 } = input;
  const all = [...state.apiDestinations.values({ under: [account, region] })].filter(
    (one) => one.name.startsWith(NamePrefix) && (ConnectionArn === undefined || one.connection === ConnectionArn),
  );
  const invalid = () => notValid("The next token is not valid.");
  const { items, next } = pageByKey(all, ({ name }) => name, { token, size, invalid });
  return {
    ApiDestinations: items.map((one) => listed(one, state)),
    ...(next !== undefined && { NextToken: next }),
  };
};

function openDestination(name: string, { account, region, state }: EventBridgeContext, failed = ""): ApiDestination {
  const destination = state.apiDestinations.get(account, region, name);
  if (!destination) throw notFound(`${failed}An api-destination '${name}' does not exist.`);
  return destination;
}

function checkConnection(arn: string, { account, region, state }: EventBridgeContext): void {
  const named = readArn("connection", arn);
  if (!named || named.account !== account || named.region !== region)
    throw notValid(`Parameter ConnectionArn is not valid. Reason: ${arn} is no connection of this account and region.`);
  const found = state.connections.records.get(account, region, named.name);
  if (found?.id !== named.id) throw notFound(`Connection '${named.name}' does not exist.`);
}

/** It is active while its connection is authorized. */
export function stateOf({ connection }: ApiDestination, { connections }: EventBridgeState): "ACTIVE" | "INACTIVE" {
  const named = readArn("connection", connection);
  const found = named && connections.records.get(named.account, named.region, named.name);
  return found?.id === named?.id && found?.state === "AUTHORIZED" ? "ACTIVE" : "INACTIVE";
}

function answered(destination: ApiDestination, state: EventBridgeState) {
  return {
    ApiDestinationArn: arnOf("api-destination", destination),
    ApiDestinationState: stateOf(destination, state),
    CreationTime: new Date(destination.created),
    LastModifiedTime: new Date(destination.modified),
  };
}

function listed(destination: ApiDestination, state: EventBridgeState) {
  return {
    ...answered(destination, state),
    Name: destination.name,
    ConnectionArn: destination.connection,
    InvocationEndpoint: destination.endpoint,
    HttpMethod: destination.method,
    InvocationRateLimitPerSecond: destination.rate,
  };
}
