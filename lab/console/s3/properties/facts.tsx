import { GetBucketEncryptionCommand, GetBucketTaggingCommand, GetBucketWebsiteCommand } from "@aws-sdk/client-s3";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { useClient } from "../../cloud/clients.ts";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { useConfiguration } from "./use-configuration.ts";

interface Props {
  readonly bucket: string;
}

/** How a bucket's objects are encrypted. */
export function Encryption({ bucket: Bucket }: Props) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, "Encryption", async () => {
    const { ServerSideEncryptionConfiguration } = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    return ServerSideEncryptionConfiguration?.Rules?.[0];
  });
  return (
    <Configuration title="Encryption" answer={answer} none="Objects are encrypted as S3 does by itself.">
      {({ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled }) => (
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Algorithm", value: by?.SSEAlgorithm ?? "–" },
            { label: "Key", value: by?.KMSMasterKeyID ?? "S3's own" },
            { label: "Bucket key", value: BucketKeyEnabled ? "on" : "off" },
          ]}
        />
      )}
    </Configuration>
  );
}

/** Where a bucket is served as a website. */
export function Website({ bucket: Bucket }: Props) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, "Website", () => client.send(new GetBucketWebsiteCommand({ Bucket })));
  return (
    <Configuration title="Website" answer={answer} none="None: it is not served as a website.">
      {({ IndexDocument, ErrorDocument, RedirectAllRequestsTo, RoutingRules = [] }) => (
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Index document", value: IndexDocument?.Suffix ?? "–" },
            { label: "Error document", value: ErrorDocument?.Key ?? "–" },
            { label: "All requests go to", value: RedirectAllRequestsTo?.HostName ?? "–" },
            { label: "Routing rules", value: RoutingRules.length },
          ]}
        />
      )}
    </Configuration>
  );
}

/** The tags of a bucket. */
export function Tags({ bucket: Bucket }: Props) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(
    Bucket,
    "Tags",
    async () => (await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet,
  );
  return (
    <Configuration title="Tags" answer={answer} none="None.">
      {(tags) => (
        <KeyValuePairs columns={3} items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value }))} />
      )}
    </Configuration>
  );
}
