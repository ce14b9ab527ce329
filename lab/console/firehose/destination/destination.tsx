import type { DeliveryStreamDescription, ProcessingConfiguration } from "@aws-sdk/client-firehose";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Json } from "../../parts/code.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { pageOf } from "../../sections.ts";
import { EditDestination } from "./edit-destination.tsx";
import { type Bucket, bucketOf, commonOf } from "./parts.ts";

/** Where a delivery stream delivers, when, and what it does before. */
export function Destination({ stream }: { readonly stream: Partial<DeliveryStreamDescription> }) {
  const { HttpEndpointDestinationDescription: http } = stream.Destinations?.[0] ?? {};
  const common = commonOf(stream);
  const bucket = bucketOf(stream);
  const { IntervalInSeconds, SizeInMBs } = common?.BufferingHints ?? {};
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the destination">
              {(close) => <EditDestination stream={stream} onClose={close} />}
            </DialogButton>
          }
        >
          Destination
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Facts
          items={[
            ...(http ? [{ label: "HTTP endpoint", value: http.EndpointConfiguration?.Url }] : []),
            { label: http ? "Bucket for what fails" : "Bucket", value: <BucketLink bucket={bucket} /> },
            { label: "Delivers after", value: `${IntervalInSeconds} s, or ${SizeInMBs} MB` },
            { label: "Prefix", value: bucket?.Prefix || "–" },
            { label: "Prefix of errors", value: bucket?.ErrorOutputPrefix || "–" },
            { label: "Compression", value: bucket?.CompressionFormat },
            { label: "Role", value: bucket?.RoleARN },
            { label: "Backup", value: common?.S3BackupMode },
            { label: "Error log", value: logText(common?.CloudWatchLoggingOptions) },
          ]}
        />
        <Processors of={common?.ProcessingConfiguration} />
      </SpaceBetween>
    </Container>
  );
}

function BucketLink({ bucket }: { readonly bucket: Bucket | undefined }) {
  const name = bucket?.BucketARN?.split(":").at(-1) ?? "";
  const path = pageOf("AWS::S3::Bucket", name);
  return path ? <PageLink to={path}>{name}</PageLink> : name;
}

function Processors({ of }: { readonly of: ProcessingConfiguration | undefined }) {
  if (!of?.Enabled) return null;
  const shown = (of.Processors ?? []).map(({ Type, Parameters = [] }) => ({
    [String(Type)]: Object.fromEntries(
      Parameters.map(({ ParameterName = "", ParameterValue }) => [ParameterName, ParameterValue]),
    ),
  }));
  return <Json value={JSON.stringify(shown)} label="Processors" />;
}

function logText(options: { Enabled?: boolean | undefined; LogGroupName?: string | undefined } = {}): string {
  return options.Enabled ? (options.LogGroupName ?? "on") : "off";
}
