import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { Json, laidOut } from "../../parts/code.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { type Topic, useTopicChange } from "./use-topic.ts";

/** Who may do what with a topic, as it says itself. */
export function Policy({ topic }: { readonly topic: Topic }) {
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the policy">
              {(close) => <EditPolicy topic={topic} onClose={close} />}
            </DialogButton>
          }
        >
          Policy
        </Header>
      }
    >
      <Json value={topic.attributes.Policy ?? "{}"} label="The policy" />
    </Container>
  );
}

function EditPolicy({ topic, onClose }: { readonly topic: Topic; readonly onClose: () => void }) {
  const [text, setText] = useState(() => laidOut(topic.attributes.Policy ?? "{}"));
  const change = useTopicChange(topic);
  return (
    <Dialog
      title="Edit the policy"
      submit="Save"
      size="large"
      canSubmit={problemOf(text) === undefined}
      isBusy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate({ Policy: text }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <JsonField label="Policy" value={text} onChange={setText} />
    </Dialog>
  );
}
