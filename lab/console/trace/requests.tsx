import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import Toggle from "@cloudscape-design/components/toggle";
import { useDeferredValue, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import {
  isFailed,
  isShared,
  requestsIn,
  serviceName,
  type TracedRequest,
  titleOf,
  whoCalled,
} from "../../cloud/trace/span-tree.ts";
import { Empty } from "../parts/empty.tsx";
import { moment, preciseClock } from "../parts/moments.ts";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { Scrolling } from "../parts/scrolling.tsx";
import { shortened } from "../parts/shortened.ts";
import { durationOf } from "../parts/sizes.ts";
import { useLiveSpans } from "./live-spans.ts";

const PAGE = 50;
const ALL = { value: "", label: "All services" };

/** The requests of late, live. */
export function Requests() {
  const [isPaused, setPaused] = useState(false);
  const { spans, error } = useLiveSpans(isPaused);
  const [query, setQuery] = useSearchParams();
  const [page, setPage] = useState(1);
  const text = query.get("q") ?? "";
  const service = query.get("service") ?? "";
  const onlyFailed = query.has("failed");
  const wanted = useDeferredValue(text.toLowerCase());
  const all = useMemo(() => requestsIn(spans), [spans]);
  const shared = isShared(spans);
  const columns = useMemo(() => columnsOf(shared), [shared]);
  const services = useMemo(() => [...new Set(all.map(({ root }) => root.service))].sort(), [all]);
  const found = all.filter(
    (one) =>
      (service === "" || one.root.service === service) &&
      (!onlyFailed || isFailed(one.root)) &&
      (wanted === "" || textOf(one).includes(wanted)),
  );
  const change = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(query);
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
    setPage(1);
    setQuery(next, { replace: true });
  };
  return (
    <Page title="Trace" description="Every request to the lab, live, with the calls inside it.">
      {error && <Alert type="warning">{error.message}</Alert>}
      <Scrolling>
        <Table
          items={found.slice((page - 1) * PAGE, page * PAGE)}
          trackBy={({ root }) => root.id}
          columnDefinitions={columns}
          enableKeyboardNavigation
          variant="container"
          header={
            <Header
              counter={found.length === all.length ? `(${all.length})` : `(${found.length} of ${all.length})`}
              actions={
                <Button iconName={isPaused ? "play" : "pause"} onClick={() => setPaused(!isPaused)}>
                  {isPaused ? "Resume" : "Pause"}
                </Button>
              }
            >
              Requests
            </Header>
          }
          filter={
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <div style={{ width: "min(340px, 72vw)" }}>
                <TextFilter
                  filteringText={text}
                  filteringPlaceholder="An operation, a path, a caller, an error"
                  filteringAriaLabel="Find requests"
                  onChange={({ detail }) => change("q", detail.filteringText)}
                />
              </div>
              <Select
                selectedOption={service === "" ? ALL : { value: service, label: serviceName(service) }}
                options={[ALL, ...services.map((value) => ({ value, label: serviceName(value), description: value }))]}
                onChange={({ detail }) => change("service", detail.selectedOption.value)}
                ariaLabel="Service"
              />
              <Toggle
                checked={onlyFailed}
                onChange={({ detail }) => change("failed", detail.checked ? "1" : undefined)}
              >
                Failed only
              </Toggle>
            </SpaceBetween>
          }
          pagination={
            found.length > PAGE && (
              <Pagination
                currentPageIndex={page}
                pagesCount={Math.ceil(found.length / PAGE)}
                onChange={({ detail }) => setPage(detail.currentPageIndex)}
              />
            )
          }
          empty={
            <Empty title={all.length === 0 ? "Nothing has happened yet" : "No matches"}>
              {all.length === 0
                ? "Send a request with any AWS tool that is pointed at this lab, or call an API deployed in it."
                : "Try another filter."}
            </Empty>
          }
        />
      </Scrolling>
    </Page>
  );
}

/** The longest caller that is shown as a whole. Its ARN is the title of what is shown. */
const LONGEST_CALLER = 26;

const columnsOf = (shared: boolean) => [
  {
    id: "at",
    header: "When",
    minWidth: 120,
    cell: ({ root }: TracedRequest) => <time title={moment.format(root.at)}>{preciseClock.format(root.at)}</time>,
  },
  {
    id: "what",
    header: "Request",
    minWidth: 240,
    maxWidth: 400,
    isRowHeader: true,
    cell: ({ root }: TracedRequest) => (
      <span title={titleOf(root)}>
        <PageLink to={`/trace/${root.id}`}>{titleOf(root)}</PageLink>
      </span>
    ),
  },
  {
    id: "status",
    header: "Status",
    minWidth: 120,
    cell: ({ root }: TracedRequest) => (
      <StatusIndicator type={isFailed(root) ? "error" : "success"} wrapText={false}>
        {[root.status, root.error].filter(Boolean).join(" ") || "done"}
      </StatusIndicator>
    ),
  },
  { id: "took", header: "Duration", minWidth: 90, cell: ({ root }: TracedRequest) => durationOf(root.took ?? 0) },
  {
    id: "caller",
    header: "Caller",
    minWidth: 160,
    cell: ({ root }: TracedRequest) => (
      <span title={root.caller}>{shortened(whoCalled(root, shared), LONGEST_CALLER)}</span>
    ),
  },
  {
    id: "inside",
    header: "Inner calls",
    minWidth: 110,
    cell: ({ rows }: TracedRequest) => {
      const failed = rows.slice(1).filter(({ span }) => isFailed(span)).length;
      const count = rows.length - 1;
      if (count === 0) return "–";
      return `${count} ${count === 1 ? "call" : "calls"}${failed > 0 ? `, ${failed} failed` : ""}`;
    },
  },
];

/** What a filter looks into. */
function textOf({ root, rows }: TracedRequest): string {
  const parts = rows.map(({ span }) => [titleOf(span), span.error, span.http?.path].join(" "));
  return [root.caller, root.account, root.id, root.status, ...parts].join(" ").toLowerCase();
}
