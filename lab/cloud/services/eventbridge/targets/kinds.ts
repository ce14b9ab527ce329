import type { Message } from "../../../delivery/message.ts";
import type { Arrival } from "../events/event.ts";
import { readPath, valueAt } from "../inputs/json-path.ts";
import type { RuleTarget } from "../records.ts";

/** The services whose resources let EventBridge in by a policy of their own, and ask for no role. */
const WITHOUT_ROLE = new Set(["lambda", "sns", "sqs", "logs", "execute-api"]);

/** Whether a target of this account must name a role. */
export function needsRole(arn: string, account: string): boolean {
  const [, , service = "", , owner] = arn.split(":");
  // The bus of another account may let the account in.
  if (service === "events") return arn.includes(":api-destination/") || owner === account;
  return !WITHOUT_ROLE.has(service);
}

/** What of a message is particular to a kind of target, besides its body. */
export function particularsOf(target: RuleTarget, { event }: Arrival): Partial<Message> {
  const { Arn, SqsParameters, KinesisParameters, HttpParameters } = target;
  const [, , service] = Arn.split(":");
  if (SqsParameters?.MessageGroupId !== undefined) return { groupId: SqsParameters.MessageGroupId };
  if (service === "kinesis") return { key: keyAt(KinesisParameters?.PartitionKeyPath, event) ?? event.id };
  if (HttpParameters) {
    const { HeaderParameters, QueryStringParameters, PathParameterValues } = HttpParameters;
    return {
      http: {
        ...(HeaderParameters && { headers: HeaderParameters }),
        ...(QueryStringParameters && { query: QueryStringParameters }),
        ...(PathParameterValues && { path: PathParameterValues }),
      },
    };
  }
  if (!isBus(Arn)) return {};
  const { id, account, region, source, "detail-type": detailType, resources, time } = event;
  return {
    event: { source, detailType, resources, time: Date.parse(time), forwarded: { id, account, region } },
  };
}

export function isBus(arn: string): boolean {
  return arn.startsWith("arn:aws:events:") && arn.includes(":event-bus/");
}

function keyAt(path: string | undefined, event: unknown): string | undefined {
  const value = path === undefined ? undefined : valueAt(event, readPath(path) ?? []);
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
