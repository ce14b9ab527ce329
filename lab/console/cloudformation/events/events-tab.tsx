import type { StackEvent } from "@aws-sdk/client-cloudformation";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "../../parts/empty.tsx";
import { moment } from "../../parts/moments.ts";
import { PageError } from "../../parts/page-error.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { durationOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { Status } from "../status.tsx";
import { isWork, type Operation } from "./operations.ts";
import { Timeline } from "./timeline.tsx";
import type { Operations } from "./use-operations.ts";

interface Props {
  readonly answer: UseQueryResult<Operations, Error>;
  readonly onMore: () => void;
}

/** What happened to a stack: an operation as a timeline, and its events one by one. */
export function EventsTab({ answer, onMore }: Props) {
  const [chosen, choose] = useState<string>();
  const { operations = [], isMore } = answer.data ?? {};
  const operation = operations.find(({ id }) => id === chosen) ?? operations.find(didWork) ?? operations[0];
  if (answer.error && !answer.data) return <PageError error={answer.error} />;
  const options = operations.filter((one) => didWork(one) || one === operation).map(optionOf);
  const events = { ...answer, data: operation?.events } as UseQueryResult<readonly StackEvent[], Error>;
  return (
    <SpaceBetween size="l">
      {operation && (
        <Container
          header={
            <Header
              variant="h2"
              description={
                <>
                  <Time at={operation.from} />, {durationOf(operation.to - operation.from)}
                </>
              }
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  {options.length > 1 && (
                    <Select
                      ariaLabel="Operation"
                      expandToViewport
                      options={options}
                      selectedOption={optionOf(operation)}
                      onChange={({ detail }) => choose(detail.selectedOption.value)}
                    />
                  )}
                  {isMore && <Button onClick={onMore}>Show an earlier operation</Button>}
                </SpaceBetween>
              }
            >
              Timeline
            </Header>
          }
        >
          <Timeline operation={operation} />
        </Container>
      )}
      <ResourceTable
        title="Events"
        answer={events}
        id={({ EventId = "" }) => EventId}
        sortedBy="time"
        descending
        columns={COLUMNS}
        empty={<Empty title="No events">Nothing has happened to this stack yet.</Empty>}
      />
    </SpaceBetween>
  );
}

function didWork({ events: [first] }: Operation): boolean {
  return isWork(first ?? {});
}

function optionOf({ id, action, from, status }: Operation) {
  return { value: id, label: `${action} ${moment.format(from)}`, description: status };
}

const COLUMNS = [
  {
    id: "time",
    header: "Time",
    minWidth: 120,
    sortingComparator: (a: StackEvent, b: StackEvent) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0),
    cell: ({ Timestamp }: StackEvent) => <Time at={Timestamp} />,
  },
  {
    id: "resource",
    header: "Resource",
    sortingField: "LogicalResourceId",
    minWidth: 200,
    cell: ({ LogicalResourceId, ResourceType }: StackEvent) => (
      <>
        {LogicalResourceId}
        <Box variant="small" display="block">
          {ResourceType}
        </Box>
      </>
    ),
  },
  {
    id: "status",
    header: "Status",
    sortingField: "ResourceStatus",
    minWidth: 200,
    cell: ({ ResourceStatus }: StackEvent) => <Status of={ResourceStatus} />,
  },
  {
    id: "reason",
    header: "Reason",
    sortingField: "ResourceStatusReason",
    minWidth: 200,
    cell: ({ ResourceStatusReason = "–" }: StackEvent) => ResourceStatusReason,
  },
];
