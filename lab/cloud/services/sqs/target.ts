import { randomUUID } from "node:crypto";
import { authorize } from "../../auth/authorize.ts";
import type { Target } from "../../delivery/target.ts";
import type { OperationModel } from "../../wire/model.ts";
import { openQueue } from "./queues/lookup.ts";
import { readArn, urlOf } from "./queues/names.ts";
import type { SqsContext, SqsState } from "./state.ts";

/** A queue takes a message as it is. */
export const target: Target = {
  async deliver(arn, { body, attributes, groupId, deduplicationId }, { call, cloud }) {
    await call.sqs.SendMessage({
      QueueUrl: urlOf(namedBy(arn), { cloud }),
      MessageBody: body,
      ...(attributes && { MessageAttributes: attributes }),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    });
  },
  async check(arn, { cloud, caller }) {
    const { definition, model, state } = await cloud.service("sqs");
    const operation = model.operations.get("SendMessage") as OperationModel;
    const { region, ...named } = namedBy(arn);
    const input = { QueueUrl: urlOf({ region, ...named }, { cloud }), MessageBody: "" };
    const call = { cloud, caller, account: caller.account, region, requestId: randomUUID() };
    authorize({ definition, operation, input, context: { ...call, state }, protocol: model.protocol });
    openQueue(input.QueueUrl, { ...call, state: state as SqsState } as SqsContext);
  },
};

function namedBy(arn: string) {
  return readArn(arn) ?? { account: "", region: "", name: "" };
}
