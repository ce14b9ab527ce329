import { DeletePipeCommand, type Pipe, PipesClient, paginateListPipes } from "@aws-sdk/client-pipes";
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
import { useLiveSpans } from "../trace/live-spans.ts";
import { PipeForm } from "./form/pipe-form.tsx";
import { pipePath, shortName } from "./pipe-path.ts";
import { PipeState } from "./pipe-state.tsx";
import { throughputOf } from "./throughput.ts";

/** The pipes, and how many events each has sent. */
export function PipeList() {
  const client = useClient(PipesClient);
  const { spans } = useLiveSpans(false);
  const [selected, setSelected] = useState<Pipe[]>([]);
  const answer = useAnswer(["pipes", "list"], () => collect(paginateListPipes({ client }, {}), ({ Pipes }) => Pipes), {
    every: 5000,
  });
  const remove = useChange(
    async (pipes: readonly Pipe[]) => {
      for (const { Name } of pipes) await client.send(new DeletePipeCommand({ Name }));
      setSelected([]);
    },
    { done: (pipes) => `Deleted ${pipes.map(({ Name }) => Name).join(", ")}`, stale: ["pipes"] },
  );
  return (
    <Page
      title="Pipes"
      description="Each takes events from one source, through a filter and an enrichment, to one target."
    >
      <ResourceTable
        title="Pipes"
        answer={answer}
        id={({ Name = "" }) => Name}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "Name",
            header: "Name",
            minWidth: 160,
            isRowHeader: true,
            sortingField: "Name",
            cell: ({ Name = "" }) => <PageLink to={pipePath(Name)}>{Name}</PageLink>,
          },
          {
            id: "state",
            header: "State",
            minWidth: 120,
            sortingField: "CurrentState",
            cell: (pipe) => <PipeState of={pipe.CurrentState} />,
          },
          { id: "source", header: "Source", minWidth: 140, cell: ({ Source }) => shortName(Source) },
          {
            id: "enrichment",
            header: "Enrichment",
            minWidth: 120,
            cell: ({ Enrichment }) => (Enrichment ? shortName(Enrichment) : "–"),
          },
          { id: "target", header: "Target", minWidth: 140, cell: ({ Target }) => shortName(Target) },
          { id: "sent", header: "Events sent", minWidth: 110, cell: ({ Arn = "" }) => throughputOf(Arn, spans).sent },
        ]}
        empty={<Empty title="No pipes yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <ConfirmedButton
              label="Delete"
              disabled={selected.length === 0}
              onConfirm={() => remove.mutateAsync(selected)}
            >
              {selected.map(({ Name }) => Name).join(", ")} will be gone. What the source holds stays there.
            </ConfirmedButton>
            <DialogButton label="Create pipe" variant="primary">
              {(close) => <PipeForm onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}
