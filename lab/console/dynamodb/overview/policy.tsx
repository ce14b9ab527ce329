import {
  DeleteResourcePolicyCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-dynamodb";
import { useClient } from "../../cloud/clients.ts";
import { unlessMissing } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { PolicyContainer } from "../../parts/policy.tsx";

/** The resource policy of a table. */
export function Policy({ arn }: { readonly arn: string }) {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(["dynamodb", "policy", arn], async () => {
    const found = await unlessMissing(client.send(new GetResourcePolicyCommand({ ResourceArn: arn })));
    return found?.Policy ?? "";
  });
  const save = useChange(
    (policy: string): Promise<unknown> =>
      policy === ""
        ? client.send(new DeleteResourcePolicyCommand({ ResourceArn: arn }))
        : client.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy: policy })),
    { done: () => "Changed the policy", stale: ["dynamodb", "policy", arn], inForm: true },
  );
  const actions = ["dynamodb:GetItem", "dynamodb:Query"];
  return <PolicyContainer arn={arn} actions={actions} answer={answer} save={save} />;
}
