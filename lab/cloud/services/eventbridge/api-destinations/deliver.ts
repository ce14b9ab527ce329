import { randomUUID } from "node:crypto";
import { demand } from "../../../auth/authorize.ts";
import { EndpointError, type HttpAnswer, isPassingStatus } from "../../../delivery/http-answer.ts";
import type { Message } from "../../../delivery/message.ts";
import type { Sending } from "../../../delivery/target.ts";
import { AwsError } from "../../../errors.ts";
import { call } from "../connections/http-call.ts";
import { arnOf, readArn } from "../connections/names.ts";
import { notFound } from "../errors.ts";
import type { ApiDestination, Connection } from "../records.ts";
import type { EventBridgeState } from "../state.ts";
import { requestOf } from "./request.ts";

/** The longest wait that an endpoint may ask for, in milliseconds. */
const LONGEST_HOLD = 24 * 3_600_000;

/** Sends a message to an API destination, as its sender is allowed to. @returns what the endpoint answered */
export async function deliverToEndpoint(arn: string, message: Message, sending: Sending): Promise<HttpAnswer> {
  const { cloud } = sending;
  const state = (await cloud.service("events")).state as EventBridgeState;
  const destination = openAt(arn, state);
  authorize(destination, sending, state);
  const connection = connectionOf(destination, state);
  await state.gates.turn(destination.id, destination.rate);
  let answer = await ask(destination, connection, message, state);
  if (isOAuth(connection) && (answer.status === 401 || answer.status === 407)) {
    state.connections.tokens.drop(connection);
    answer = await ask(destination, connection, message, state);
  }
  if (answer.status < 300) return answer;
  hold(destination, answer, state, cloud.clock.now());
  throw new EndpointError(new URL(destination.endpoint.replaceAll("*", "x")).host, answer);
}

function isOAuth({ type }: Connection): boolean {
  return type === "OAUTH_CLIENT_CREDENTIALS";
}

async function ask(
  destination: ApiDestination,
  connection: Connection,
  message: Message,
  { connections }: EventBridgeState,
): Promise<HttpAnswer> {
  const authorization = await connections.headersOf(connection);
  const { InvocationHttpParameters } = connections.parametersOf(connection);
  return await call(requestOf(destination, message, { authorization, ...InvocationHttpParameters }));
}

function openAt(arn: string, { apiDestinations }: EventBridgeState): ApiDestination {
  const named = readArn("api-destination", arn);
  const found = named && apiDestinations.get(named.account, named.region, named.name);
  if (!found || found.id !== named.id) throw notFound(`An api-destination '${named?.name ?? arn}' does not exist.`);
  return found;
}

function authorize(destination: ApiDestination, { cloud, caller }: Sending, state: EventBridgeState): void {
  const { account, region } = destination;
  const resource = arnOf("api-destination", destination);
  if (!caller) return;
  const context = { cloud, state, caller, account: caller.account, region, requestId: randomUUID() };
  demand({ action: "events:InvokeApiDestination", resource, account }, context, {}, "awsJson1_1");
}

function connectionOf(destination: ApiDestination, { connections }: EventBridgeState): Connection {
  const named = readArn("connection", destination.connection);
  const found = named && connections.records.get(named.account, named.region, named.name);
  if (!found || found.id !== named.id) throw notFound(`Connection '${named?.name}' does not exist.`);
  if (found.state !== "AUTHORIZED" && found.state !== "AUTHORIZING")
    throw new AwsError("ConnectionNotAuthorizedException", `Connection '${found.name}' is ${found.state}.`, 400);
  return found;
}

/** Waits as long as the endpoint asks for, in seconds or until a date. */
function hold({ id }: ApiDestination, { status, headers }: HttpAnswer, { gates }: EventBridgeState, now: number): void {
  const after = headers["retry-after"];
  if (after === undefined || !isPassingStatus(status)) return;
  const wait = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
  if (wait > 0) gates.hold(id, now + Math.min(wait, LONGEST_HOLD));
}
