import type { DeliveryStreamDescription } from "@aws-sdk/client-firehose";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { Copied } from "../../parts/copied.tsx";
import { Facts as FactList } from "../../parts/facts.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { pageOf } from "../../sections.ts";

/** What a delivery stream is, and what it takes records from. */
export function Facts({ stream }: { readonly stream: Partial<DeliveryStreamDescription> }) {
  const { DeliveryStreamARN = "", DeliveryStreamStatus, VersionId, CreateTimestamp, LastUpdateTimestamp } = stream;
  const { KeyType, Status: encryption } = stream.DeliveryStreamEncryptionConfiguration ?? {};
  return (
    <Container header={<Header>The stream</Header>}>
      <FactList
        items={[
          { label: "ARN", value: <Copied text={DeliveryStreamARN} /> },
          { label: "Status", value: <Status of={DeliveryStreamStatus} /> },
          { label: "Source", value: <Source stream={stream} /> },
          { label: "Created", value: <Time at={CreateTimestamp} /> },
          ...(LastUpdateTimestamp ? [{ label: "Changed", value: <Time at={LastUpdateTimestamp} /> }] : []),
          { label: "Version", value: VersionId },
          { label: "Encryption", value: encryption === "ENABLED" ? KeyType : "none" },
        ]}
      />
    </Container>
  );
}

function Source({ stream }: { readonly stream: Partial<DeliveryStreamDescription> }) {
  const arn = stream.Source?.KinesisStreamSourceDescription?.KinesisStreamARN;
  if (arn === undefined) return "Direct puts";
  const name = arn.slice(arn.indexOf("/") + 1);
  const path = pageOf("AWS::Kinesis::Stream", name);
  return path ? <PageLink to={path}>{name}</PageLink> : name;
}
