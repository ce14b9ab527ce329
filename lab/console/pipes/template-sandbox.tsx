import type { DescribePipeCommandOutput } from "@aws-sdk/client-pipes";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { compileTemplate } from "../../cloud/services/pipes/templates/input-template.ts";
import { Code } from "../parts/code.tsx";
import { JsonField } from "../parts/json-field.tsx";

const EVENTS = {
  sqs: {
    messageId: "059f36b4",
    body: { id: 7, name: "Ada" },
    attributes: { SenderId: "AIDA" },
    eventSource: "aws:sqs",
  },
  kinesis: { partitionKey: "1", data: { id: 7, name: "Ada" }, sequenceNumber: "49590338", eventSource: "aws:kinesis" },
  dynamodb: {
    eventName: "INSERT",
    dynamodb: { Keys: { pk: { S: "a" } }, NewImage: { pk: { S: "a" } } },
    eventSource: "aws:dynamodb",
  },
};

/** Shows what a template makes of an event, with the code that the lab's pipes use. */
export function TemplateSandbox({ pipe }: { readonly pipe: DescribePipeCommandOutput }) {
  const source = (pipe.Source?.split(":")[2] ?? "sqs") as keyof typeof EVENTS;
  const [template, setTemplate] = useState(pipe.TargetParameters?.InputTemplate ?? '{"event": <aws.pipes.event.json>}');
  const [event, setEvent] = useState(JSON.stringify(EVENTS[source] ?? EVENTS.sqs, null, 2));
  return (
    <ColumnLayout columns={2}>
      <div>
        <FormField label="Template" stretch>
          <Textarea value={template} rows={5} spellcheck={false} onChange={({ detail }) => setTemplate(detail.value)} />
        </FormField>
        <JsonField label="Event, with its body or data read" rows={10} value={event} onChange={setEvent} />
      </div>
      <Code label="What the target gets" text={rendered(template, event, pipe)} />
    </ColumnLayout>
  );
}

function rendered(
  template: string,
  event: string,
  { Arn = "", Name = "", Source, Enrichment, Target }: DescribePipeCommandOutput,
): string {
  const [, , , region = "", account = ""] = Arn.split(":");
  const facts = {
    account,
    region,
    name: Name,
    source: Source ?? "",
    target: Target ?? "",
    ...(Enrichment && { enrichment: Enrichment }),
  };
  try {
    const readable = JSON.parse(event);
    return compileTemplate(template)({ value: readable, readable }, { pipe: facts, now: Date.now() });
  } catch (error) {
    return (error as Error).message;
  }
}
