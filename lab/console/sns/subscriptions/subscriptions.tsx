import { SNSClient, UnsubscribeCommand } from "@aws-sdk/client-sns";
import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import type { Topic } from "../topic/use-topic.ts";
import { ConfirmSubscription } from "./confirm-subscription.tsx";
import { EditSubscription } from "./edit-subscription.tsx";
import { Endpoint } from "./endpoint.tsx";
import { labelOf } from "./protocols.ts";
import { settingsOf } from "./settings.ts";
import { Subscribe } from "./subscribe.tsx";
import { type Subscription, useSubscriptions } from "./use-subscriptions.ts";

/** Who is subscribed to a topic. */
export function Subscriptions({ topic }: { readonly topic: Topic }) {
  const answer = useSubscriptions(topic.arn);
  const [chosen, setChosen] = useState<Subscription[]>([]);
  // A chosen one may have been confirmed, or changed, since.
  const selected = (answer.data ?? []).filter((one) => chosen.some((other) => idOf(other) === idOf(one)));
  return (
    <ResourceTable
      title="Subscriptions"
      answer={answer}
      id={idOf}
      selected={selected}
      onSelect={setChosen}
      columns={[
        {
          id: "endpoint",
          header: "Endpoint",
          minWidth: 220,
          isRowHeader: true,
          sortingField: "endpoint",
          cell: (one) => <Endpoint of={one} />,
        },
        {
          id: "protocol",
          header: "Protocol",
          minWidth: 110,
          sortingField: "protocol",
          cell: ({ protocol }) => labelOf(protocol),
        },
        {
          id: "status",
          header: "Status",
          minWidth: 145,
          cell: ({ arn }) =>
            arn ? (
              <StatusIndicator>Confirmed</StatusIndicator>
            ) : (
              <StatusIndicator type="pending">Pending</StatusIndicator>
            ),
        },
        { id: "filter", header: "Filter policy", minWidth: 165, cell: filterOf },
        {
          id: "raw",
          header: "Raw",
          minWidth: 80,
          cell: ({ attributes }) => (settingsOf(attributes).isRaw ? "Yes" : "No"),
        },
        {
          id: "letters",
          header: "Dead letters",
          minWidth: 130,
          cell: ({ attributes }) => settingsOf(attributes).deadLetters.split(":").at(-1) || "–",
        },
      ]}
      empty={<Empty title="No subscriptions yet">What is published reaches nobody.</Empty>}
      actions={<Actions topic={topic} selected={selected} />}
    />
  );
}

function Actions({ topic, selected }: { readonly topic: Topic; readonly selected: readonly Subscription[] }) {
  const client = useClient(SNSClient);
  // SNS tells no ARN of those that are pending: nobody but time removes them.
  const confirmed = selected.filter(({ arn }) => arn !== undefined);
  const [only] = confirmed;
  const remove = useChange(
    async (subscriptions: readonly Subscription[]) => {
      for (const { arn } of subscriptions) await client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    },
    {
      done: (removed) =>
        removed.length === 1
          ? `Removed the subscription of ${removed[0]?.endpoint}`
          : `Removed ${removed.length} subscriptions`,
      stale: ["sns"],
    },
  );
  return (
    <>
      <DialogButton label="Edit" ariaLabel="Edit the subscription" disabled={selected.length !== 1 || !only}>
        {(close) => only && <EditSubscription subscription={only} onClose={close} />}
      </DialogButton>
      <ConfirmedButton label="Remove" disabled={confirmed.length === 0} onConfirm={() => remove.mutateAsync(confirmed)}>
        {confirmed.length > 3 ? `${confirmed.length} endpoints` : confirmed.map(({ endpoint }) => endpoint).join(", ")}{" "}
        will get nothing more of {topic.name}.
      </ConfirmedButton>
      <DialogButton label="Confirm">{(close) => <ConfirmSubscription topic={topic} onClose={close} />}</DialogButton>
      <DialogButton label="Subscribe" variant="primary">
        {(close) => <Subscribe topic={topic} onClose={close} />}
      </DialogButton>
    </>
  );
}

/** No topic has two subscriptions of the same endpoint by the same protocol; those that are pending have no ARN. */
function idOf({ protocol, endpoint }: Subscription): string {
  return `${protocol} ${endpoint}`;
}

function filterOf({ attributes }: Subscription) {
  const { filter, isOfBody } = settingsOf(attributes);
  if (filter === "") return "–";
  return (
    <>
      <Box variant="code">{filter}</Box>
      {isOfBody && " on the body"}
    </>
  );
}
