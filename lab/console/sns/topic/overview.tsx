import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { Copied } from "../../parts/copied.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { EditTopic } from "./edit-topic.tsx";
import type { Topic } from "./use-topic.ts";

/** How a topic is set. */
export function Overview({ topic }: { readonly topic: Topic }) {
  const { arn, attributes, isFifo } = topic;
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the topic">
              {(close) => <EditTopic topic={topic} onClose={close} />}
            </DialogButton>
          }
        >
          Overview
        </Header>
      }
    >
      <Facts
        items={[
          { label: "Type", value: isFifo ? "FIFO" : "Standard" },
          { label: "Display name", value: attributes.DisplayName || "–" },
          { label: "ARN", value: <Copied text={arn} /> },
          { label: "Subscriptions", value: attributes.SubscriptionsConfirmed ?? "–" },
          { label: "Pending", value: attributes.SubscriptionsPending ?? "–" },
          { label: "Deleted", value: attributes.SubscriptionsDeleted ?? "–" },
          { label: "Owner", value: attributes.Owner ?? "–" },
          { label: "Signatures", value: attributes.SignatureVersion === "2" ? "SHA-256" : "SHA-1" },
          { label: "Encryption key", value: attributes.KmsMasterKeyId ?? "–" },
          ...(isFifo ? factsOfFifo(attributes) : []),
        ]}
      />
    </Container>
  );
}

function factsOfFifo({ ContentBasedDeduplication, FifoThroughputScope, ArchivePolicy }: Topic["attributes"]) {
  return [
    { label: "Deduplication by content", value: ContentBasedDeduplication === "true" ? "Yes" : "No" },
    {
      label: "Deduplication within",
      value: FifoThroughputScope === "MessageGroup" ? "A message group" : "The topic",
    },
    { label: "Archive", value: ArchivePolicy === undefined ? "–" : `${daysIn(ArchivePolicy)} days` },
  ];
}

/** For how many days messages are archived. */
function daysIn(policy: string): string {
  return (JSON.parse(policy) as { MessageRetentionPeriod?: string }).MessageRetentionPeriod ?? "–";
}
