import { randomUUID } from "node:crypto";
import { authorize } from "../../../auth/authorize.ts";
import { rootOf } from "../../../auth/caller.ts";
import type { Message } from "../../../delivery/message.ts";
import type { Sending } from "../../../delivery/target.ts";
import type { OperationModel } from "../../../wire/model.ts";
import { openBus } from "../buses/lookup.ts";
import { readBusArn } from "../buses/names.ts";
import { notFound, notValid } from "../errors.ts";
import type { EventBridgeState } from "../state.ts";
import { accept } from "./accept.ts";
import { eventOf } from "./event.ts";
import { objectIn } from "./put-events.ts";

/** Puts a message on a bus, as `PutEvents` would. Rejects with EventBridge's error when it is not taken. */
export async function deliverToBus(arn: string, message: Message, sending: Sending): Promise<void> {
  const { call, cloud } = sending;
  if (message.event?.forwarded) return await forward(arn, message, sending);
  const { source = "", detailType = "", resources = [], time } = message.event ?? {};
  const { Entries: [result] = [] } = await call.events.PutEvents({
    Entries: [
      {
        EventBusName: arn,
        Source: source,
        DetailType: detailType,
        Resources: [...resources],
        Time: new Date(time ?? cloud.clock.now()),
        Detail: message.body,
      },
    ],
  });
  if (result?.ErrorCode !== undefined) throw notValid(result.ErrorMessage ?? result.ErrorCode);
}

/** An event goes on to another bus as the event that it is: with its id, its account and its region. */
async function forward(arn: string, { body, event }: Message, { cloud, caller }: Sending): Promise<void> {
  const bus = readBusArn(arn);
  if (!bus || !event?.forwarded || !caller) throw notFound(`Event bus ${arn} does not exist.`);
  const { definition, model, state } = await cloud.service("events");
  const { source, detailType, resources, time = cloud.clock.now(), forwarded } = event;
  // Without a role, a rule acts for its account.
  const sender = caller.kind === "service" ? rootOf(caller.account) : caller;
  authorize({
    definition,
    operation: model.operations.get("PutEvents") as OperationModel,
    input: { Entries: [{ EventBusName: arn, Source: source, DetailType: detailType }], isBusInvocation: true },
    context: { cloud, state, caller: sender, account: sender.account, region: bus.region, requestId: randomUUID() },
    protocol: model.protocol,
  });
  openBus(bus, state as EventBridgeState);
  const arrival = {
    bus,
    event: eventOf({ ...forwarded, source, detailType, resources, time, detail: objectIn(body) ?? {} }),
    ingested: cloud.clock.now(),
  };
  await cloud.store.writeSoon(() => accept(arrival, state as EventBridgeState, cloud));
}
