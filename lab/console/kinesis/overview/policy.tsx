import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  KinesisClient,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-kinesis";
import { useClient } from "../../cloud/clients.ts";
import { unlessMissing } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { PolicyContainer } from "../../parts/policy.tsx";

/** The resource policy of a stream. */
export function Policy({ arn: ResourceARN }: { readonly arn: string }) {
  const client = useClient(KinesisClient);
  const answer = useAnswer(["kinesis", "policy", ResourceARN], async () => {
    const found = await unlessMissing(client.send(new GetResourcePolicyCommand({ ResourceARN })));
    // A stream without a policy has an empty one.
    return found?.Policy === "{}" ? "" : (found?.Policy ?? "");
  });
  const save = useChange(
    (policy: string): Promise<unknown> =>
      policy === ""
        ? client.send(new DeleteResourcePolicyCommand({ ResourceARN }))
        : client.send(new PutResourcePolicyCommand({ ResourceARN, Policy: policy })),
    { done: () => "Changed the policy", stale: ["kinesis", "policy", ResourceARN], inForm: true },
  );
  const actions = [
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
  ];
  return <PolicyContainer arn={ResourceARN} actions={actions} answer={answer} save={save} />;
}
