import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { usePlace } from "../../cloud/place.ts";
import { Code, Json } from "../../parts/code.tsx";
import { Copied } from "../../parts/copied.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { durationOf } from "../../parts/sizes.ts";
import type { Report } from "../reports.ts";
import type { Outcome } from "./use-invocation.ts";

interface Props {
  readonly name: string;
  readonly outcome: Outcome;
}

/** What came of an invocation: the answer or the error, what it took, and what was logged. */
export function OutcomeView({ name, outcome }: Props) {
  const { type, payload, isError, log, status, requestId, version, report } = outcome;
  const { isLab } = usePlace();
  return (
    <Container header={<Header>{isError ? "Error" : "Response"}</Header>}>
      <SpaceBetween size="m">
        <Facts
          columns={4}
          items={[
            {
              label: "Status",
              value: (
                <StatusIndicator type={isError ? "error" : "success"}>
                  {status} {isError ? "failed" : SAID[type]}
                </StatusIndicator>
              ),
            },
            ...(report ? factsOf(report) : []),
            ...(version === undefined ? [] : [{ label: "Version", value: version }]),
            {
              label: "Request",
              value: (
                <>
                  <Copied text={requestId} />
                  {isLab && (
                    <div>
                      <PageLink to={`/trace?q=${encodeURIComponent(requestId)}`}>Follow it in the trace</PageLink>
                    </div>
                  )}
                </>
              ),
            },
          ]}
        />
        {type === "Event" && (
          <Alert type="info">
            The event is queued. What becomes of it is in{" "}
            <PageLink to={`/lambda/${encodeURIComponent(name)}?tab=logs`}>the log</PageLink>.
          </Alert>
        )}
        {type === "DryRun" && <Alert type="success">The invocation is allowed. Nothing ran.</Alert>}
        {type === "RequestResponse" &&
          (isError ? <Failure payload={payload} /> : <Json value={payload} label="The answer" />)}
        {log !== "" && (
          <div>
            <Header variant="h3" description="The last 4 KB that were logged.">
              Log
            </Header>
            <Code label="The log" text={log.trimEnd()} />
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
}

const SAID: Readonly<Record<string, string>> = {
  RequestResponse: "answered",
  Event: "queued",
  DryRun: "allowed",
};

function factsOf({ duration, billed, memory, memoryUsed, initDuration }: Report) {
  return [
    { label: "Duration", value: durationOf(duration) },
    ...(billed === undefined ? [] : [{ label: "Billed", value: durationOf(billed) }]),
    ...(memory === undefined
      ? []
      : [{ label: "Memory", value: memoryUsed === undefined ? `${memory} MB` : `${memoryUsed} of ${memory} MB` }]),
    { label: "Initialization", value: initDuration === undefined ? "none: it was warm" : durationOf(initDuration) },
  ];
}

/** An error as the runtime tells it: its type, its message, and where it was thrown. */
function Failure({ payload }: { readonly payload: string }) {
  const { errorType, errorMessage, trace, stackTrace } = parse(payload);
  const stack = trace ?? stackTrace ?? [];
  return (
    <SpaceBetween size="s">
      <Alert type="error" header={errorType ?? "The function failed"}>
        {errorMessage ?? payload}
      </Alert>
      {stack.length > 0 && <Code label="Stack trace" text={stack.join("\n")} />}
    </SpaceBetween>
  );
}

interface RuntimeError {
  readonly errorType?: string;
  readonly errorMessage?: string;
  /** Of Node.js. */
  readonly trace?: readonly string[];
  /** Of Python. */
  readonly stackTrace?: readonly string[];
}

function parse(payload: string): RuntimeError {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
