import { randomUUID } from "node:crypto";
import { pageByKey } from "../../../service/paging.ts";
import { alreadyExists, limitExceeded, notFound, notValid } from "../errors.ts";
import type { Connection } from "../records.ts";
import type { EventBridge, EventBridgeContext } from "../state.ts";
import { checked, merged, shown } from "./auth-parameters.ts";
import { arnOf } from "./names.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST = 3000;

export const createConnection: EventBridge["CreateConnection"] = (input, context) => {
  const { account, region, cloud, state } = context;
  const { Name: name = "", AuthorizationType: type = "BASIC", AuthParameters = {} } = input;
  refusePrivate(input);
  const parameters = checked(type, AuthParameters);
  const id = randomUUID();
  const now = cloud.clock.now();
  const connection: Connection = {
    account,
    region,
    name,
    id,
    description: input.Description,
    type,
    sealed: state.connections.seal(parameters, { account, region, name, id }),
    ...beginning(type, now),
    kmsKeyIdentifier: input.KmsKeyIdentifier,
    created: now,
    modified: now,
  };
  cloud.store.write(() => {
    const { records } = state.connections;
    if (records.has(account, region, name)) throw alreadyExists(`Connection ${name} already exists.`);
    if ([...records.keys({ under: [account, region] })].length >= MOST) throw limitExceeded();
    records.put([account, region, name], connection);
  });
  state.connections.authorizeSoon(connection);
  return answered(connection);
};

export const updateConnection: EventBridge["UpdateConnection"] = (input, context) => {
  const { cloud, state } = context;
  refusePrivate(input);
  const found = openConnection(input.Name ?? "", context);
  const { AuthorizationType: type = found.type, Description, AuthParameters, KmsKeyIdentifier } = input;
  const before = type === found.type ? state.connections.parametersOf(found) : {};
  const parameters = checked(type, merged(type, before, AuthParameters));
  const modified = Math.max(cloud.clock.now(), found.modified + 1);
  const connection: Connection = {
    ...found,
    type,
    description: Description ?? found.description,
    kmsKeyIdentifier: KmsKeyIdentifier ?? found.kmsKeyIdentifier,
    sealed: state.connections.seal(parameters, found),
    reason: undefined,
    ...beginning(type, modified),
    modified,
  };
  cloud.store.write(() => state.connections.records.put([found.account, found.region, found.name], connection));
  state.connections.authorizeSoon(connection);
  return answered(connection);
};

export const describeConnection: EventBridge["DescribeConnection"] = ({ Name = "" }, context) => {
  const connection = openConnection(Name, context, "Failed to describe the connection(s). ");
  const { account, region, id, description, reason, kmsKeyIdentifier } = connection;
  return {
    ...answered(connection),
    Name,
    ...(description !== undefined && { Description: description }),
    ...(reason !== undefined && { StateReason: reason }),
    AuthorizationType: connection.type,
    SecretArn: `arn:aws:secretsmanager:${region}:${account}:secret:events!connection/${Name}/${id}-${id.slice(0, 6)}`,
    ...(kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: kmsKeyIdentifier }),
    AuthParameters: shown(context.state.connections.parametersOf(connection)),
  };
};

/** It keeps its name and its place, and loses what it authorizes with. */
export const deauthorizeConnection: EventBridge["DeauthorizeConnection"] = ({ Name = "" }, context) => {
  const found = openConnection(Name, context);
  const { cloud, state } = context;
  const modified = Math.max(cloud.clock.now(), found.modified + 1);
  const withoutSecrets = shown(state.connections.parametersOf(found));
  const connection: Connection = {
    ...found,
    sealed: state.connections.seal(withoutSecrets, found),
    state: "DEAUTHORIZED",
    modified,
  };
  cloud.store.write(() => state.connections.records.put([found.account, found.region, Name], connection));
  return { ...answered(connection), ConnectionState: "DEAUTHORIZING" };
};

export const deleteConnection: EventBridge["DeleteConnection"] = ({ Name = "" }, context) => {
  const found = openConnection(Name, context, "Failed to delete the connection(s). ");
  const { cloud, state } = context;
  cloud.store.write(() => state.connections.records.delete(found.account, found.region, Name));
  return { ...answered(found), ConnectionState: "DELETING" };
};

export const listConnections: EventBridge["ListConnections"] = (input, context) => {
  const { account, region, state } = context;
  const { NamePrefix = "", ConnectionState, NextToken: token, Limit: size = 100 } = input;
  const all = [...state.connections.records.values({ under: [account, region] })].filter(
    (one) => one.name.startsWith(NamePrefix) && (ConnectionState === undefined || one.state === ConnectionState),
  );
  const invalid = () => notValid("The next token is not valid.");
  const { items, next } = pageByKey(all, ({ name }) => name, { token, size, invalid });
  return {
    Connections: items.map((one) => ({
      ...answered(one),
      Name: one.name,
      ...(one.reason !== undefined && { StateReason: one.reason }),
      AuthorizationType: one.type,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
};

/** Throws EventBridge's error when there is none of this name. */
function openConnection(name: string, { account, region, state }: EventBridgeContext, failed = ""): Connection {
  const connection = state.connections.records.get(account, region, name);
  if (!connection) throw notFound(`${failed}Connection '${name}' does not exist.`);
  return connection;
}

function refusePrivate({
  InvocationConnectivityParameters,
}: {
  readonly InvocationConnectivityParameters?: unknown;
}): void {
  if (InvocationConnectivityParameters) throw notValid("Skylab has no private connectivity (VPC Lattice) yet.");
}

/** The state of a new connection: only OAuth has somebody to ask. */
function beginning(type: Connection["type"], now: number): Pick<Connection, "state" | "authorized"> {
  return type === "OAUTH_CLIENT_CREDENTIALS" ? { state: "AUTHORIZING" } : { state: "AUTHORIZED", authorized: now };
}

function answered(connection: Connection) {
  const { created, modified, authorized, state } = connection;
  return {
    ConnectionArn: arnOf("connection", connection),
    ConnectionState: state,
    CreationTime: new Date(created),
    LastModifiedTime: new Date(modified),
    ...(authorized !== undefined && { LastAuthorizedTime: new Date(authorized) }),
  };
}
