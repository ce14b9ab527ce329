import type { StreamDescriptionSummary } from "@aws-sdk/client-kinesis";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Facts } from "./facts.tsx";
import { Policy } from "./policy.tsx";
import { Tags } from "./tags.tsx";

/** What a stream is, and how it is set up. */
export function OverviewTab({ stream }: { readonly stream: Partial<StreamDescriptionSummary> }) {
  const { StreamARN = "" } = stream;
  return (
    <SpaceBetween size="l">
      <Facts stream={stream} />
      <Tags arn={StreamARN} />
      <Policy arn={StreamARN} />
    </SpaceBetween>
  );
}
