import { ConfirmSubscriptionCommand, SNSClient } from "@aws-sdk/client-sns";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { usePlace } from "../../cloud/place.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import type { Topic } from "../topic/use-topic.ts";
import { tokenIn } from "./token.ts";

/** Confirms a subscription with the token that its endpoint was sent. */
export function ConfirmSubscription({ topic, onClose }: { readonly topic: Topic; readonly onClose: () => void }) {
  const client = useClient(SNSClient);
  const { isLab } = usePlace();
  const [text, setText] = useState("");
  const confirm = useChange(
    (Token: string) => client.send(new ConfirmSubscriptionCommand({ TopicArn: topic.arn, Token })),
    { done: () => "Confirmed the subscription", stale: ["sns"], inForm: true },
  );
  return (
    <Dialog
      title="Confirm a subscription"
      submit="Confirm"
      canSubmit={text.trim() !== ""}
      isBusy={confirm.isPending}
      error={confirm.error}
      onSubmit={() => confirm.mutate(tokenIn(text), { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField
        label="Token"
        description={
          <>
            The endpoint was sent it. You can paste the whole message, or its link.
            {isLab && (
              <>
                {" "}
                Mails are in the <PageLink to="/mailbox">outbox</PageLink>.
              </>
            )}
          </>
        }
        stretch
      >
        <Textarea value={text} rows={4} onChange={({ detail }) => setText(detail.value)} spellcheck={false} />
      </FormField>
    </Dialog>
  );
}
