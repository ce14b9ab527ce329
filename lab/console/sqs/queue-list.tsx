import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  paginateListQueues,
  type QueueAttributeName,
  SQSClient,
} from "@aws-sdk/client-sqs";
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
import { CreateQueue } from "./create-queue.tsx";
import { nameOf, queuePath } from "./queue-path.ts";

interface Listed {
  readonly url: string;
  readonly name: string;
  /** Nothing where it may not be read, or is gone by now. */
  readonly attributes: Readonly<Partial<Record<QueueAttributeName, string>>>;
}

/** So many queues are asked for what they hold at a time. */
const AT_ONCE = 10;

/** The queues, and how many messages each has. */
export function QueueList() {
  const client = useClient(SQSClient);
  const [selected, setSelected] = useState<Listed[]>([]);
  const names = selected.map(({ name }) => name);
  const answer = useAnswer(["sqs", "queues"], () => listQueues(client), { every: 5000 });
  const remove = useChange(
    async (queues: readonly Listed[]) => {
      for (const { url } of queues) await client.send(new DeleteQueueCommand({ QueueUrl: url }));
      setSelected([]);
    },
    {
      done: (queues) => `Deleted ${queues.length === 1 ? queues[0]?.name : `${queues.length} queues`}`,
      stale: ["sqs"],
    },
  );
  const count = (id: string, header: string, name: QueueAttributeName) => ({
    id,
    header,
    minWidth: 110,
    sortingComparator: (a: Listed, b: Listed) => Number(a.attributes[name] ?? 0) - Number(b.attributes[name] ?? 0),
    cell: ({ attributes }: Listed) => attributes[name] ?? "–",
  });
  return (
    <Page title="Queues" description="Messages that wait for who works on them, in Amazon SQS.">
      <ResourceTable
        title="Queues"
        answer={answer}
        id={({ url }) => url}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 200,
            isRowHeader: true,
            sortingField: "name",
            cell: ({ name, url }) => <PageLink to={queuePath(url)}>{name}</PageLink>,
          },
          {
            id: "type",
            header: "Type",
            minWidth: 100,
            cell: ({ attributes }) => (attributes.FifoQueue === "true" ? "FIFO" : "Standard"),
          },
          count("available", "Available", "ApproximateNumberOfMessages"),
          count("flight", "In flight", "ApproximateNumberOfMessagesNotVisible"),
          count("delayed", "Delayed", "ApproximateNumberOfMessagesDelayed"),
        ]}
        empty={<Empty title="No queues yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <ConfirmedButton
              label="Delete"
              disabled={names.length === 0}
              onConfirm={() => remove.mutateAsync(selected)}
            >
              {names.length > 3 ? `${names.length} queues` : names.join(", ")} will be gone, with all messages.
            </ConfirmedButton>
            <DialogButton label="Create queue" variant="primary">
              {(close) => <CreateQueue onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}

async function listQueues(client: SQSClient): Promise<Listed[]> {
  const urls = await collect(paginateListQueues({ client, pageSize: 1000 }, {}), ({ QueueUrls }) => QueueUrls);
  const listed: Listed[] = [];
  for (let from = 0; from < urls.length; from += AT_ONCE) {
    const some = urls.slice(from, from + AT_ONCE).map(async (url) => {
      const ask = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
      const { Attributes = {} } = await client.send(ask).catch(() => ({ Attributes: {} }));
      return { url, name: nameOf(url), attributes: Attributes };
    });
    listed.push(...(await Promise.all(some)));
  }
  return listed;
}
