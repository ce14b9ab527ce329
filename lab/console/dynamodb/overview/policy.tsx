import {
  DeleteResourcePolicyCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { unlessMissing } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Json, laidOut } from "../../parts/code.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { PageError } from "../../parts/page-error.tsx";

/** The resource policy of a table. */
export function Policy({ arn }: { readonly arn: string }) {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(["dynamodb", "policy", arn], async () => {
    const found = await unlessMissing(client.send(new GetResourcePolicyCommand({ ResourceArn: arn })));
    return found?.Policy ?? "";
  });
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the policy" disabled={answer.data === undefined}>
              {(close) => <EditPolicy arn={arn} policy={answer.data ?? ""} onClose={close} />}
            </DialogButton>
          }
        >
          Policy
        </Header>
      }
    >
      {answer.isPending && <Spinner />}
      {answer.error && <PageError error={answer.error} />}
      {answer.data === "" && "No policy. The policies of users and roles decide."}
      {answer.data && <Json value={answer.data} label="Policy" />}
    </Container>
  );
}

interface EditProps {
  readonly arn: string;
  readonly policy: string;
  readonly onClose: () => void;
}

function EditPolicy({ arn, policy, onClose }: EditProps) {
  const client = useClient(DynamoDBClient);
  const [text, setText] = useState(() => laidOut(policy || exampleOf(arn)));
  const save = useChange(
    (Policy: string): Promise<unknown> =>
      Policy.trim() === ""
        ? client.send(new DeleteResourcePolicyCommand({ ResourceArn: arn }))
        : client.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy })),
    { done: () => "Changed the policy", stale: ["dynamodb", "policy", arn], inForm: true },
  );
  return (
    <Dialog
      title="Edit the policy"
      submit="Save"
      size="large"
      canSubmit={text.trim() === "" || problemOf(text) === undefined}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(text, { onSuccess: onClose })}
      onClose={onClose}
    >
      <JsonField
        label="Policy"
        description="Leave it empty to delete the policy."
        value={text}
        onChange={setText}
        mayBeEmpty
      />
    </Dialog>
  );
}

/** Lets the other principals of the account read: what a policy begins with. */
function exampleOf(arn: string): string {
  const account = arn.split(":")[4] ?? "";
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const Action = ["dynamodb:GetItem", "dynamodb:Query"];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action, Resource: arn }],
  });
}
