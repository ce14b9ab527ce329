import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useMemo } from "react";
import { useParams, useSearchParams } from "react-router";
import { requestsIn, titleOf } from "../../cloud/trace/span-tree.ts";
import { moment } from "../parts/moments.ts";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { durationOf } from "../parts/sizes.ts";
import { useLiveSpans } from "./live-spans.ts";
import { SpanDetails } from "./span-details.tsx";
import { Waterfall } from "./waterfall.tsx";

const TRACE = [["Trace", "/trace"]] as const;

/** One request: a waterfall of what happened in it, and the details of the part that is chosen. */
export function RequestPage() {
  const { id = "" } = useParams();
  const [query, setQuery] = useSearchParams();
  const { spans } = useLiveSpans(false);
  const request = useMemo(
    () => requestsIn(spans).find(({ rows }) => rows.some(({ span }) => span.id === id)),
    [spans, id],
  );
  if (!request)
    return (
      <Page title="Request" crumbs={TRACE}>
        {spans.length > 0 && (
          <PageError error={new Error("This request is not in the trace. The trace keeps the latest ones.")} />
        )}
      </Page>
    );
  const { root, rows } = request;
  const chosen = rows.find(({ span }) => span.id === (query.get("span") ?? id))?.span ?? root;
  const choose = (span: string) => {
    const next = new URLSearchParams(query);
    next.set("span", span);
    setQuery(next, { replace: true });
  };
  return (
    <Page title={titleOf(root)} crumbs={TRACE} description={`${moment.format(root.at)}, ${durationOf(root.took ?? 0)}`}>
      <Container header={<Header>What happened</Header>}>
        <Waterfall request={request} chosen={chosen.id} onChoose={choose} />
      </Container>
      <SpanDetails span={chosen} />
    </Page>
  );
}
