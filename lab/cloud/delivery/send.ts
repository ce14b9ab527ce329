import type { Cloud, ServiceName } from "../cloud.ts";
import { AwsError } from "../errors.ts";
import { type ServiceEntry, services } from "../services/index.ts";
import type { Message } from "./message.ts";
import { callerOf, type Principal } from "./principals.ts";
import type { Sending, Target } from "./target.ts";

/**
 * Hands a message to a resource, once. Rejects with the error of the target's service, or with NotImplemented for one that the
 * lab does not have, or that takes no messages.
 */
export async function send(arn: string, message: Message, as: Principal, cloud: Cloud): Promise<void> {
  const target = await targetOf(arn, cloud);
  const caller = await callerOf(as, cloud);
  await target.deliver(arn, message, { call: cloud.clients(caller, regionOf(arn, cloud)), cloud, caller });
}

/** The same, for a sender that has its clients already, and may want to hear of a failure. Resolves to what the target answers. */
export async function sendWith(arn: string, message: Message, sending: Sending): Promise<unknown> {
  return await (await targetOf(arn, sending.cloud)).deliver(arn, message, sending);
}

/** Looks whether a resource would take messages of a principal. Rejects as `send` would. */
export async function check(arn: string, as: Principal, cloud: Cloud): Promise<void> {
  const target = await targetOf(arn, cloud);
  const caller = await callerOf(as, cloud);
  await target.check?.(arn, { call: cloud.clients(caller, regionOf(arn, cloud)), cloud, caller });
}

/** How what an ARN names takes messages. Rejects with NotImplemented where the lab has no such service, or no way into it. */
export async function targetOf(arn: string, cloud: Cloud): Promise<Target> {
  const [, , name = ""] = arn.split(":");
  if (name === "") throw new AwsError("ValidationError", `${arn} is not an ARN`);
  const service = serviceNamed(name);
  if (service === undefined) throw notYet(`does not have the service ${name} yet`);
  const { target } = (await cloud.service(service)).definition;
  if (!target) throw notYet(`can't send messages to ${name} yet (${arn})`);
  return target;
}

/** What ARNs call a service: its name, or that of its data plane (`execute-api`). */
function serviceNamed(name: string): ServiceName | undefined {
  if (Object.hasOwn(services, name)) return name as ServiceName;
  const entries = Object.entries(services) as [ServiceName, ServiceEntry][];
  return entries.find(([, { data }]) => [data].flat().includes(name))?.[0];
}

function regionOf(arn: string, cloud: Cloud): string {
  return arn.split(":")[3] || cloud.region;
}

function notYet(what: string): AwsError {
  return new AwsError("NotImplemented", `Skylab ${what}`, 501);
}
