import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Concurrency } from "./concurrency.tsx";
import { Environment } from "./environment.tsx";
import { General } from "./general.tsx";
import { Layers } from "./layers.tsx";
import { Aliases, Versions } from "./qualified.tsx";
import { Tags } from "./tags.tsx";

/** How a function is configured, and which versions there are of it. */
export function ConfigurationTab({ answer }: { readonly answer: GetFunctionResponse }) {
  const { Configuration = {}, Tags: tags } = answer;
  const { FunctionName: name = "" } = Configuration;
  return (
    <SpaceBetween size="l">
      <General configuration={Configuration} />
      <Environment configuration={Configuration} />
      <Concurrency name={name} />
      <Aliases name={name} />
      <Versions name={name} />
      <Layers layers={Configuration.Layers ?? []} />
      <Tags tags={tags ?? {}} />
    </SpaceBetween>
  );
}
