import { PurgeQueueCommand, SQSClient, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { Code } from "../parts/code.tsx";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Copied } from "../parts/copied.tsx";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { Time } from "../parts/time.tsx";
import { Messages } from "./messages.tsx";
import { nameOf, queuePath } from "./queue-path.ts";
import { SendMessage } from "./send-message.tsx";
import { type Queue, useQueue } from "./use-queue.ts";

/** A queue: its messages, and how it is set. */
export function QueuePage() {
  const { name = "" } = useParams();
  const answer = useQueue(name);
  const queue = answer.data;
  return (
    <Page title={name} crumbs={[["SQS", "/sqs"]]} actions={queue && <Actions queue={queue} />}>
      {answer.error && !queue && <PageError error={answer.error} />}
      {answer.isPending && <Spinner size="large" />}
      {queue && (
        <SpaceBetween size="l">
          <Overview queue={queue} />
          <PageTabs
            label="About the queue"
            tabs={[
              { id: "messages", label: "Messages", content: <Messages queue={queue} /> },
              { id: "policy", label: "Policy", content: <Policy text={queue.attributes.Policy} /> },
            ]}
          />
        </SpaceBetween>
      )}
    </Page>
  );
}

function Actions({ queue }: { readonly queue: Queue }) {
  const client = useClient(SQSClient);
  const { name, url, sources, attributes } = queue;
  const purge = useChange(() => client.send(new PurgeQueueCommand({ QueueUrl: url })), {
    done: () => `Purged ${name}`,
    stale: ["sqs"],
  });
  const redrive = useChange(() => client.send(new StartMessageMoveTaskCommand({ SourceArn: attributes.QueueArn })), {
    done: () => `Started to move the messages of ${name} back`,
    stale: ["sqs"],
  });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ConfirmedButton label="Purge" onConfirm={() => purge.mutateAsync(undefined)}>
        All messages of {name} will be gone.
      </ConfirmedButton>
      {sources.length > 0 && (
        <ConfirmedButton label="Start redrive" onConfirm={() => redrive.mutateAsync(undefined)}>
          The messages of {name} will be moved back to the queues that they came from.
        </ConfirmedButton>
      )}
      <DialogButton label="Send message" variant="primary">
        {(close) => <SendMessage queue={queue} onClose={close} />}
      </DialogButton>
    </SpaceBetween>
  );
}

function Overview({ queue: { attributes, isFifo, url, tags, sources } }: { readonly queue: Queue }) {
  const letters = attributes.RedrivePolicy && JSON.parse(attributes.RedrivePolicy);
  const created = Number(attributes.CreatedTimestamp) * 1000;
  const seconds = (text = "0") => `${text} s`;
  return (
    <Container>
      <Facts
        items={[
          { label: "Type", value: isFifo ? "FIFO" : "Standard" },
          { label: "Available", value: attributes.ApproximateNumberOfMessages },
          { label: "In flight", value: attributes.ApproximateNumberOfMessagesNotVisible },
          { label: "Delayed", value: attributes.ApproximateNumberOfMessagesDelayed },
          { label: "URL", value: <Copied text={url} /> },
          { label: "ARN", value: <Copied text={attributes.QueueArn ?? ""} /> },
          { label: "Visibility timeout", value: seconds(attributes.VisibilityTimeout) },
          { label: "Delay", value: seconds(attributes.DelaySeconds) },
          { label: "Retention", value: seconds(attributes.MessageRetentionPeriod) },
          { label: "Created", value: <Time at={new Date(created)} /> },
          {
            label: "Dead-letter queue",
            value: letters ? (
              <>
                <PageLink to={queuePath(letters.deadLetterTargetArn)}>{nameOf(letters.deadLetterTargetArn)}</PageLink>{" "}
                after {letters.maxReceiveCount} receipts
              </>
            ) : (
              "–"
            ),
          },
          {
            label: "Takes the dead letters of",
            value: sources.length === 0 ? "–" : sources.map((source) => nameOf(source)).join(", "),
          },
          {
            label: "Tags",
            value:
              Object.entries(tags)
                .map((tag) => tag.join(" = "))
                .join(", ") || "–",
          },
        ]}
      />
    </Container>
  );
}

function Policy({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return "The queue has no policy: its own account's principals need permissions of their own.";
  return <Code label="The policy" text={JSON.stringify(JSON.parse(text), undefined, 2)} />;
}
