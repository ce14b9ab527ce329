import { CloudFormationClient, GetTemplateCommand, type TemplateStage } from "@aws-sdk/client-cloudformation";
import json from "@cloudscape-design/code-view/highlight/json";
import yaml from "@cloudscape-design/code-view/highlight/yaml";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Code, laidOut } from "../parts/code.tsx";
import { PageError } from "../parts/page-error.tsx";

const STAGES = [
  { id: "Original", text: "Original" },
  { id: "Processed", text: "Processed" },
];

/** A stack's template, as it was given or as its transforms left it. */
export function TemplateTab({ stack }: { readonly stack: string }) {
  const client = useClient(CloudFormationClient);
  const [stage, setStage] = useState<TemplateStage>("Original");
  const { data, error } = useAnswer(["cloudformation", "stack", stack, "template", stage], async () => {
    const input = { StackName: stack, TemplateStage: stage };
    return (await client.send(new GetTemplateCommand(input))).TemplateBody ?? "";
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SegmentedControl
              label="Stage"
              options={STAGES}
              selectedId={stage}
              onChange={({ detail }) => setStage(detail.selectedId as TemplateStage)}
            />
          }
        >
          Template
        </Header>
      }
    >
      {error && <PageError error={error} />}
      {!error && data === undefined && <Spinner />}
      {data !== undefined && <TemplateText text={data} />}
    </Container>
  );
}

function TemplateText({ text }: { readonly text: string }) {
  const isJson = /^\s*\{/.test(text);
  return (
    <Code label="The template" text={isJson ? laidOut(text) : text} lineNumbers highlight={isJson ? json : yaml} />
  );
}
