import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef, useState } from "react";
import { usePlace } from "../../cloud/place.ts";
import { Code, Json } from "../../parts/code.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { durationOf, sizeOf } from "../../parts/sizes.ts";
import type { Answer } from "./send.ts";

/** The longest text that is shown; a page with more of it could no longer be used. */
const LONGEST = 500_000;

/** The answer to a request: its status, its headers, its body, and what API Gateway did. */
export function AnswerBox({ answer }: { readonly answer: Answer }) {
  const { isLab } = usePlace();
  const { status, took, headers, body, redirected, log } = answer;
  const box = useRef<HTMLDivElement>(null);
  // It begins below the form, where a window may end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is for a new answer that the page scrolls.
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, [answer]);
  const id = headers.find(([name]) => name.toLowerCase() === "x-amzn-requestid")?.[1];
  return (
    <div ref={box} style={{ scrollMarginTop: 80 }}>
      <Container
        header={
          <Header
            actions={isLab && log === undefined && id && <PageLink to={`/trace/${id}`}>What happened in it</PageLink>}
          >
            Answer
          </Header>
        }
      >
        <SpaceBetween size="m">
          <div aria-live="polite">
            <StatusIndicator type={status >= 400 ? "error" : "success"}>{`${status}`}</StatusIndicator>
            <Box variant="span" margin={{ left: "s" }} color="text-body-secondary">
              in {durationOf(took)}, {sizeOf(body.size)}
            </Box>
          </div>
          {redirected !== undefined && <Alert>The browser was led on, to {redirected}</Alert>}
          <Body answer={answer} />
          <ExpandableSection headerText={`Headers (${headers.length})`} defaultExpanded>
            <Code label="The headers" text={headers.map(([name, value]) => `${name}: ${value}`).join("\n")} />
          </ExpandableSection>
          {log !== undefined && (
            <ExpandableSection headerText="What API Gateway did" defaultExpanded>
              <Code label="The log" text={log} />
            </ExpandableSection>
          )}
        </SpaceBetween>
      </Container>
    </div>
  );
}

function Body({ answer: { body, text, type } }: { readonly answer: Answer }) {
  if (body.size === 0) return <Box color="text-body-secondary">The answer has no body.</Box>;
  if (/^image\//.test(type)) return <Picture body={body} type={type} />;
  if (text === undefined)
    return (
      <Box color="text-body-secondary">
        The body is no text: {sizeOf(body.size)} of {type || "bytes"}.
      </Box>
    );
  const isCut = text.length > LONGEST;
  return (
    <SpaceBetween size="xs">
      {isCut && <Alert>Only the first {sizeOf(LONGEST)} are shown.</Alert>}
      {/[/+]json/.test(type) || /^[[{]/.test(text) ? (
        <Json label="The body" value={text.slice(0, LONGEST)} />
      ) : (
        <Code label="The body" text={text.slice(0, LONGEST)} />
      )}
    </SpaceBetween>
  );
}

/** In an image nothing runs, whatever the answer says that it is. */
function Picture({ body, type }: { readonly body: Blob; readonly type: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(body);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [body]);
  return url && <img src={url} alt={`The body, ${type}`} style={{ maxWidth: "100%" }} />;
}
