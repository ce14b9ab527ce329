import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useMemo } from "react";
import type { Denial } from "../../cloud/auth/denials.ts";
import { isFailed, isShared, requestsIn, type TracedRequest, titleOf, whoCalled } from "../../cloud/trace/span-tree.ts";
import { readLab } from "../cloud/lab.ts";
import { usePlace } from "../cloud/place.ts";
import { useAnswer } from "../cloud/queries.ts";
import { clock } from "../parts/moments.ts";
import { PageLink } from "../parts/page-link.tsx";
import { useLiveSpans } from "../trace/live-spans.ts";
import "../parts/colours.css";
import "./recent.css";

const MOST = 6;

/** What happened of late: the requests, those that failed, and what IAM did not allow. */
export function Recent() {
  const place = usePlace();
  const { spans } = useLiveSpans(false);
  const all = useMemo(() => requestsIn(spans), [spans]);
  const failed = useMemo(() => all.filter(({ root }) => isFailed(root)), [all]);
  const denials = useAnswer(
    ["denials"],
    async () => (await readLab<{ denials: Denial[] }>("denials", { place })).denials.reverse(),
    { every: 3000 },
  );
  const latest = (denials.data ?? []).slice(0, MOST);
  return (
    <ColumnLayout columns={3} minColumnWidth={280}>
      <List title="Recent requests" all="/trace" none="Nothing has happened yet.">
        {all.slice(0, MOST).map((one) => (
          <Request key={one.root.id} request={one} />
        ))}
      </List>
      <List title="Recent errors" all="/trace?failed=1" none="No request has failed.">
        {failed.slice(0, MOST).map((one) => (
          <Request key={one.root.id} request={one} />
        ))}
      </List>
      <List title="Recent denials" all="/iam/denials" none="IAM has denied nothing.">
        {latest.map(({ id, at, action, caller, account, enforced }) => (
          <Row key={id} at={Number(new Date(at))} to={`/iam/denials?q=${id}`} title={action}>
            <StatusIndicator type={enforced ? "error" : "warning"} wrapText={false}>
              {whoCalled({ caller, account }, isShared(latest))}
            </StatusIndicator>
          </Row>
        ))}
      </List>
    </ColumnLayout>
  );
}

interface ListProps {
  readonly title: string;
  /** The path of the page that shows all of them. */
  readonly all: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

function List({ title, all, none, children }: ListProps) {
  return (
    <Container fitHeight header={<Header actions={<PageLink to={all}>Show all</PageLink>}>{title}</Header>}>
      {children.length === 0 ? (
        <Box color="text-body-secondary">{none}</Box>
      ) : (
        <ul className="recent" aria-label={title}>
          {children}
        </ul>
      )}
    </Container>
  );
}

function Request({ request: { root } }: { readonly request: TracedRequest }) {
  return (
    <Row at={root.at} to={`/trace/${root.id}`} title={titleOf(root)}>
      <StatusIndicator type={isFailed(root) ? "error" : "success"} wrapText={false}>
        {[root.status, root.error].filter(Boolean).join(" ") || "done"}
      </StatusIndicator>
    </Row>
  );
}

interface RowProps {
  readonly at: number;
  readonly to: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Row({ at, to, title, children }: RowProps) {
  return (
    <li title={title}>
      <span className="recent-title">
        <PageLink to={to}>{title}</PageLink>
      </span>
      <span className="recent-facts">
        <time>{clock.format(at)}</time> {children}
      </span>
    </li>
  );
}
