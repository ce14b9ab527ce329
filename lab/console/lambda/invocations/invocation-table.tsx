import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { usePlace } from "../../cloud/place.ts";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { durationOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import type { Invocation } from "./invocations.ts";

interface Props {
  readonly answer: UseQueryResult<{ readonly invocations: readonly Invocation[] }, Error>;
  readonly group: string;
  readonly isFailedOnly: boolean;
}

/** The invocations one by one, the latest first. */
export function InvocationTable({ answer, group, isFailedOnly }: Props) {
  const { isLab } = usePlace();
  const { data } = answer;
  const rows = useMemo(
    () => data?.invocations.filter(({ error }) => !isFailedOnly || error !== undefined),
    [data, isFailedOnly],
  );
  return (
    <ResourceTable
      title="Invocations"
      answer={{ ...answer, data: rows } as UseQueryResult<readonly Invocation[], Error>}
      id={({ requestId, at }) => `${requestId} ${at}`}
      sortedBy="at"
      descending
      columns={columnsOf(group, isLab)}
      empty={
        isFailedOnly && data && data.invocations.length > 0 ? (
          <Empty title="Nothing failed">All of the {data.invocations.length} invocations went well.</Empty>
        ) : (
          <Empty title="No invocations in this time range">
            Invoke the function in the Test tab, or choose a longer range.
          </Empty>
        )
      }
    />
  );
}

function columnsOf(group: string, isLab: boolean): readonly TableProps.ColumnDefinition<Invocation>[] {
  const columns: TableProps.ColumnDefinition<Invocation>[] = [
    {
      id: "at",
      header: "Ended",
      minWidth: 195,
      sortingField: "at",
      isRowHeader: true,
      cell: ({ at }) => <Time at={at} />,
    },
    {
      id: "error",
      header: "Result",
      minWidth: 150,
      sortingComparator: (a, b) => (a.error ?? "").localeCompare(b.error ?? ""),
      cell: ({ error }) => (
        <>
          <StatusIndicator type={error === undefined ? "success" : "error"}>
            {error === undefined ? "succeeded" : "failed"}
          </StatusIndicator>
          {error !== undefined && <div className="lambda-path">{error}</div>}
        </>
      ),
    },
    {
      id: "duration",
      header: "Duration",
      minWidth: 105,
      sortingField: "duration",
      cell: ({ duration }) => durationOf(duration),
    },
    {
      id: "billed",
      header: "Billed",
      minWidth: 85,
      sortingField: "billed",
      cell: ({ billed }) => (billed === undefined ? "–" : durationOf(billed)),
    },
    {
      id: "memory",
      header: "Memory",
      minWidth: 138,
      sortingField: "memoryUsed",
      cell: ({ memory, memoryUsed }) => `${memoryUsed ?? "?"} of ${memory ?? "?"} MB`,
    },
    {
      id: "init",
      header: "Init",
      minWidth: 85,
      sortingField: "initDuration",
      cell: ({ initDuration }) => (initDuration === undefined ? "–" : durationOf(initDuration)),
    },
    {
      id: "request",
      header: "Request",
      minWidth: 122,
      cell: ({ requestId, stream }) => (
        <>
          <code title={requestId}>{requestId.slice(0, 8)}</code>
          <div className="lambda-links">
            <PageLink
              to={`/logs/${encodeURIComponent(group)}/${encodeURIComponent(stream)}?filter=${encodeURIComponent(`"${requestId}"`)}`}
            >
              Log
            </PageLink>
            {isLab && (
              <>
                {" · "}
                <PageLink to={`/trace?q=${requestId}`}>Trace</PageLink>
              </>
            )}
          </div>
        </>
      ),
    },
  ];
  return columns;
}
