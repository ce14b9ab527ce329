import { DeleteTopicCommand, GetTopicAttributesCommand, paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { CreateTopic } from "./create-topic.tsx";
import { mapSome } from "./map-some.ts";
import { isFifo, nameOf, topicPath } from "./topic-path.ts";

interface Listed {
  readonly arn: string;
  readonly name: string;
  /** Nothing where it may not be read, or is gone by now. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** With more topics than this, the list is asked for once, and then when somebody asks. */
const FEW = 100;

/** The topics, and how many are subscribed to each. */
export function TopicList() {
  const client = useClient(SNSClient);
  const [selected, setSelected] = useState<Listed[]>([]);
  const names = selected.map(({ name }) => name);
  const answer = useAnswer(["sns", "topics"], () => listTopics(client), {
    every: (topics) => (topics && topics.length > FEW ? false : 5000),
  });
  const remove = useChange(
    async (topics: readonly Listed[]) => {
      for (const { arn } of topics) await client.send(new DeleteTopicCommand({ TopicArn: arn }));
      setSelected([]);
    },
    {
      done: (topics) => `Deleted ${topics.length === 1 ? topics[0]?.name : `${topics.length} topics`}`,
      stale: ["sns"],
    },
  );
  const count = (id: string, header: string, name: string) => ({
    id,
    header,
    minWidth: 120,
    sortingComparator: (a: Listed, b: Listed) => Number(a.attributes[name] ?? 0) - Number(b.attributes[name] ?? 0),
    cell: ({ attributes }: Listed) => attributes[name] ?? "–",
  });
  return (
    <Page
      title="Topics"
      description="Messages for everybody who subscribes to them, in Amazon SNS."
      actions={<PageLink to="/sns/mobile">Phones and push applications</PageLink>}
    >
      <ResourceTable
        title="Topics"
        answer={answer}
        id={({ arn }) => arn}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 200,
            isRowHeader: true,
            sortingField: "name",
            cell: ({ name, arn }) => <PageLink to={topicPath(arn)}>{name}</PageLink>,
          },
          { id: "type", header: "Type", minWidth: 100, cell: ({ arn }) => (isFifo(arn) ? "FIFO" : "Standard") },
          {
            id: "display",
            header: "Display name",
            minWidth: 140,
            cell: ({ attributes }) => attributes.DisplayName || "–",
          },
          count("confirmed", "Subscriptions", "SubscriptionsConfirmed"),
          count("pending", "Pending", "SubscriptionsPending"),
        ]}
        empty={<Empty title="No topics yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <ConfirmedButton
              label="Delete"
              disabled={names.length === 0}
              onConfirm={() => remove.mutateAsync(selected)}
            >
              {names.length > 3 ? `${names.length} topics` : names.join(", ")} will be gone, with all subscriptions.
            </ConfirmedButton>
            <DialogButton label="Create topic" variant="primary">
              {(close) => <CreateTopic onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}

async function listTopics(client: SNSClient): Promise<Listed[]> {
  const topics = await collect(paginateListTopics({ client }, {}), ({ Topics }) => Topics);
  return await mapSome(topics, async ({ TopicArn: arn = "" }) => {
    const ask = new GetTopicAttributesCommand({ TopicArn: arn });
    const { Attributes: attributes = {} } = await client.send(ask).catch(() => ({ Attributes: {} }));
    return { arn, name: nameOf(arn), attributes };
  });
}
