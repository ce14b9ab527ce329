import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import type { Span, TracedDecision } from "../../cloud/trace/span.ts";
import { isFailed, titleOf } from "../../cloud/trace/span-tree.ts";
import { Json } from "../parts/code.tsx";
import { Empty } from "../parts/empty.tsx";
import { Facts } from "../parts/facts.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { durationOf } from "../parts/sizes.ts";
import { consumedIn } from "./consumed.ts";

/** All that the trace has of a part of a request. */
export function SpanDetails({ span }: { readonly span: Span }) {
  const { http, input, output, decisions = [] } = span;
  return (
    <Container header={<Header>{titleOf(span)}</Header>}>
      <SpaceBetween size="l">
        <Facts items={factsOf(span)} />
        <Tabs
          tabs={[
            {
              id: "asked",
              label: "Request",
              content: (
                <SpaceBetween size="s">
                  {input !== undefined && <Json label="The input" value={input} />}
                  {http && <Json label="The HTTP request" value={http} />}
                  {input === undefined && !http && <Empty title="Nothing was recorded">It failed too early.</Empty>}
                </SpaceBetween>
              ),
            },
            {
              id: "answered",
              label: "Response",
              content:
                output === undefined ? (
                  <Empty title="Nothing was recorded">The answer was a stream, or empty.</Empty>
                ) : (
                  <Json label="The answer" value={output} />
                ),
            },
            {
              id: "iam",
              label: `IAM (${decisions.length})`,
              content: <Decisions decisions={decisions} />,
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

function factsOf(span: Span) {
  const { id, caller, region, status, error, took = 0, phases = [], service, operation, output } = span;
  return [
    {
      label: "Status",
      value: (
        <StatusIndicator type={isFailed(span) ? "error" : "success"}>
          {[status, error].filter(Boolean).join(" ") || "done"}
        </StatusIndicator>
      ),
    },
    { label: "Duration", value: durationOf(took) },
    ...phases.map(({ name, took }) => ({ label: `of that, ${name}`, value: durationOf(took) })),
    ...consumedIn(output).map(({ table, units }) => ({
      label: `Capacity units of ${table}`,
      value: units.toLocaleString(),
    })),
    { label: "Caller", value: caller || "nobody" },
    ...(region === undefined ? [] : [{ label: "Region", value: region }]),
    { label: "Request ID", value: id },
    ...(service === "function"
      ? [
          {
            label: "Function",
            value: <PageLink to={`/lambda/${encodeURIComponent(operation)}?tab=logs`}>{operation}: its log</PageLink>,
          },
        ]
      : []),
  ];
}

function Decisions({ decisions }: { readonly decisions: readonly TracedDecision[] }) {
  if (decisions.length === 0)
    return <Empty title="IAM was not asked">The call needs no permission, or the account's root made it.</Empty>;
  return (
    <SpaceBetween size="m">
      {decisions.map(({ action, resource, allowed, policy, kind, reason, statement, denial }) => (
        <div key={`${action} ${resource} ${denial}`}>
          <StatusIndicator type={!allowed ? "error" : denial ? "warning" : "success"}>
            {!allowed ? "denied" : denial ? "would be denied" : "allowed"} {action}
          </StatusIndicator>
          <div>on {resource}</div>
          {policy && (
            <div>
              by the {kind}: {policy}
            </div>
          )}
          {statement && <Json label="The statement that decided" value={statement} />}
          {reason && denial && (
            <div>
              {reason}. <PageLink to={`/iam/denials?q=${denial}`}>Why, and what would allow it</PageLink>
            </div>
          )}
        </div>
      ))}
    </SpaceBetween>
  );
}
