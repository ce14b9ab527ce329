import Alert from "@cloudscape-design/components/alert";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useMemo } from "react";
import type { Span } from "../../../cloud/trace/span.ts";
import { isFailed, operationOf, shortCaller } from "../../../cloud/trace/span-tree.ts";
import { Empty } from "../../parts/empty.tsx";
import { clock } from "../../parts/moments.ts";
import { PageLink } from "../../parts/page-link.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";
import { durationOf } from "../../parts/sizes.ts";
import { useLiveSpans } from "../../trace/live-spans.ts";
import type { Api } from "../apis.ts";
import { spansOfApi } from "./spans-of-api.ts";

const MOST = 50;

/** The requests to an API that the lab has traced, as they come. */
export function TracedRequests({ api: { id, kind } }: { readonly api: Api }) {
  const { spans, error } = useLiveSpans(false);
  const all = useMemo(() => spansOfApi(id, spans), [id, spans]);
  return (
    <SpaceBetween size="s">
      {error && <Alert type="warning">{error.message}</Alert>}
      <Scrolling>
        <Table
          items={all.slice(0, MOST)}
          trackBy="id"
          columnDefinitions={COLUMNS}
          variant="container"
          wrapLines
          header={
            <Header
              counter={all.length > MOST ? `(the newest ${MOST} of ${all.length})` : `(${all.length})`}
              description="As they arrive. Each links to its trace."
            >
              Requests
            </Header>
          }
          empty={
            <Empty title="No recent requests">
              {kind === "WebSocket" ? "Connect to the API" : "Call the API, or try it"}: what happens appears here.
            </Empty>
          }
        />
      </Scrolling>
    </SpaceBetween>
  );
}

const COLUMNS = [
  {
    id: "what",
    header: "Request",
    minWidth: 200,
    isRowHeader: true,
    cell: (span: Span) => <PageLink to={`/trace/${span.id}`}>{operationOf(span)}</PageLink>,
  },
  {
    id: "status",
    header: "Status",
    minWidth: 130,
    cell: (span: Span) => (
      <StatusIndicator type={isFailed(span) ? "error" : "success"}>
        {[span.status, span.error].filter(Boolean).join(" ") || "done"}
      </StatusIndicator>
    ),
  },
  { id: "took", header: "Duration", minWidth: 90, cell: ({ took = 0 }: Span) => durationOf(took) },
  {
    id: "caller",
    header: "Caller",
    minWidth: 140,
    cell: ({ caller }: Span) => <span title={caller}>{shortCaller(caller)}</span>,
  },
  { id: "at", header: "When", minWidth: 110, cell: ({ at }: Span) => clock.format(at) },
];
