import { EventBridgeClient, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { JsonField, problemOf } from "../parts/json-field.tsx";
import { PageError } from "../parts/page-error.tsx";

const PATTERN = JSON.stringify({ source: ["com.example.shop"], detail: { state: ["paid"] } }, null, 2);
const EVENT = JSON.stringify(
  {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "Order placed",
    source: "com.example.shop",
    account: "000000000000",
    time: "2026-01-01T12:00:00Z",
    region: "us-east-1",
    resources: [],
    detail: { state: "paid" },
  },
  null,
  2,
);

/** Tries whether an event fits a pattern. */
export function Sandbox() {
  const client = useClient(EventBridgeClient);
  const [pattern, setPattern] = useState(PATTERN);
  const [event, setEvent] = useState(EVENT);
  const test = useChange(() => client.send(new TestEventPatternCommand({ EventPattern: pattern, Event: event })), {
    inForm: true,
  });
  const isReadable = problemOf(pattern) === undefined && problemOf(event) === undefined;
  return (
    <Container header={<Header description="Whether an event fits a pattern.">Sandbox</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <JsonField label="Event pattern" value={pattern} onChange={setPattern} />
          <JsonField label="Event" value={event} onChange={setEvent} />
        </ColumnLayout>
        <SpaceBetween size="m" direction="horizontal" alignItems="center">
          <Button
            variant="primary"
            disabled={!isReadable}
            loading={test.isPending}
            onClick={() => test.mutate(undefined)}
          >
            Test pattern
          </Button>
          {test.data && (
            <StatusIndicator type={test.data.Result ? "success" : "stopped"}>
              {test.data.Result ? "The event fits." : "The event does not fit."}
            </StatusIndicator>
          )}
        </SpaceBetween>
        {test.error && <PageError error={test.error} />}
      </SpaceBetween>
    </Container>
  );
}
