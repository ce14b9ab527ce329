import type { StreamDescriptionSummary } from "@aws-sdk/client-kinesis";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { Copied } from "../../parts/copied.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts as FactList } from "../../parts/facts.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { modeText } from "../streams/mode.ts";
import { EditSettings } from "./edit-settings.tsx";

/** What a stream is: its capacity, how long it keeps records, and what encrypts them. */
export function Facts({ stream }: { readonly stream: Partial<StreamDescriptionSummary> }) {
  const { StreamARN = "", StreamStatus, StreamCreationTimestamp, OpenShardCount, ConsumerCount = 0 } = stream;
  const { RetentionPeriodHours = 24, KeyId = "none", MaxRecordSizeInKiB = 1024, EnhancedMonitoring = [] } = stream;
  const metrics = EnhancedMonitoring.flatMap(({ ShardLevelMetrics = [] }) => ShardLevelMetrics);
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit the settings">
              {(close) => <EditSettings stream={stream} onClose={close} />}
            </DialogButton>
          }
        >
          The stream
        </Header>
      }
    >
      <FactList
        items={[
          { label: "ARN", value: <Copied text={StreamARN} /> },
          { label: "Status", value: <Status of={StreamStatus} /> },
          { label: "Created", value: <Time at={StreamCreationTimestamp} /> },
          { label: "Capacity", value: modeText(stream.StreamModeDetails) },
          { label: "Open shards", value: OpenShardCount },
          { label: "Consumers", value: ConsumerCount },
          { label: "Keeps records for", value: durationText(RetentionPeriodHours) },
          { label: "Largest record", value: sizeOf(MaxRecordSizeInKiB * 1024) },
          { label: "Encryption key", value: KeyId },
          ...(metrics.length > 0 ? [{ label: "Metrics of shards", value: metrics.join(", ") }] : []),
        ]}
      />
    </Container>
  );
}

/** Hours for people: `36 hours`, `7 days`. */
function durationText(hours: number): string {
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`;
}
