import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Scrolling } from "../parts/scrolling.tsx";
import { Time } from "../parts/time.tsx";
import type { Queue } from "./use-queue.ts";

/** How long messages that are shown here are nobody else's, in seconds: long enough to be deleted. */
const HIDDEN = 30;

/** So much of a body is shown. */
const LONGEST = 5000;

/**
 * Some messages of a queue. To look at them is to receive them, which counts: so it is done when somebody asks for it, and never
 * by itself.
 */
export function Messages({ queue }: { readonly queue: Queue }) {
  const client = useClient(SQSClient);
  const [received, setReceived] = useState<readonly Message[]>();
  const [selected, setSelected] = useState<readonly Message[]>([]);
  const QueueUrl = queue.url;
  const poll = useChange(
    async () => {
      const input = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN };
      const all = { MessageSystemAttributeNames: ["All" as const], MessageAttributeNames: ["All"] };
      const { Messages: found = [] } = await client.send(new ReceiveMessageCommand({ ...input, ...all }));
      setSelected([]);
      setReceived(found);
    },
    { stale: ["sqs"] },
  );
  const remove = useChange(
    async (messages: readonly Message[]) => {
      for (const { ReceiptHandle } of messages)
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      setSelected([]);
      setReceived(received?.filter((message) => !messages.includes(message)));
    },
    { done: (messages) => `Deleted ${countOf(messages.length)}`, stale: ["sqs"] },
  );
  return (
    <Scrolling>
      <Table
        header={
          <Header
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <ConfirmedButton
                  label="Delete"
                  disabled={selected.length === 0}
                  onConfirm={() => remove.mutateAsync(selected)}
                >
                  {countOf(selected.length)} will be gone.
                </ConfirmedButton>
                <Button onClick={() => poll.mutate(undefined)} loading={poll.isPending}>
                  Poll for messages
                </Button>
              </SpaceBetween>
            }
          >
            Messages
          </Header>
        }
        items={received ?? []}
        trackBy={({ MessageId = "" }) => MessageId}
        selectionType="multi"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        ariaLabels={{
          selectionGroupLabel: "Messages",
          allItemsSelectionLabel: () => "Select all",
          itemSelectionLabel: (_, { MessageId = "" }) => `Select ${MessageId}`,
        }}
        columnDefinitions={[
          {
            id: "body",
            header: "Body",
            minWidth: 320,
            isRowHeader: true,
            cell: ({ Body = "" }) => <Box variant="code">{Body.slice(0, LONGEST)}</Box>,
          },
          {
            id: "sent",
            header: "Sent",
            minWidth: 150,
            cell: ({ Attributes }) => <Time at={new Date(Number(Attributes?.SentTimestamp))} />,
          },
          {
            id: "received",
            header: "Receipts",
            minWidth: 90,
            cell: ({ Attributes }) => Attributes?.ApproximateReceiveCount,
          },
          { id: "group", header: "Group", minWidth: 110, cell: ({ Attributes }) => Attributes?.MessageGroupId ?? "–" },
          { id: "attributes", header: "Attributes", minWidth: 160, cell: attributesOf },
        ]}
        wrapLines
        empty={
          <Empty title={received ? "No messages" : "Not polled yet"}>
            Polling receives up to ten messages, which counts, and hides them from others for {HIDDEN} seconds.
          </Empty>
        }
      />
    </Scrolling>
  );
}

function attributesOf({ MessageAttributes = {} }: Message): string {
  const all = Object.entries(MessageAttributes).map(
    ([name, { StringValue = "(bytes)" }]) => `${name} = ${StringValue}`,
  );
  return all.join(", ") || "–";
}

function countOf(count: number): string {
  return count === 1 ? "a message" : `${count} messages`;
}
