import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef } from "react";
import { Json } from "../../parts/code.tsx";
import { Copied } from "../../parts/copied.tsx";
import { Facts } from "../../parts/facts.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { dataText } from "./data.ts";
import type { Read } from "./reading.ts";

/** A record as a whole. It comes into sight when it is chosen. */
export function RecordDetails({ of: record }: { readonly of: Read }) {
  const { PartitionKey, SequenceNumber = "", ApproximateArrivalTimestamp, Data, EncryptionType = "NONE" } = record;
  const { text, isBase64 } = dataText(Data);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={frame}>
      <Container header={<Header variant="h3">The record</Header>}>
        <SpaceBetween size="m">
          <Facts
            items={[
              { label: "Partition key", value: PartitionKey },
              { label: "Shard", value: record.shard },
              { label: "Came", value: <Time at={ApproximateArrivalTimestamp} /> },
              { label: "Sequence number", value: <Copied text={SequenceNumber} /> },
              { label: "Size", value: `${sizeOf(Data?.length)}${isBase64 ? ", shown in Base64" : ""}` },
              { label: "Encryption", value: EncryptionType },
            ]}
          />
          <Json value={text} label="Data" />
        </SpaceBetween>
      </Container>
    </div>
  );
}
