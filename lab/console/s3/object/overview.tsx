import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import { Copied } from "../../parts/copied.tsx";
import { Facts } from "../../parts/facts.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";

interface Props {
  readonly bucket: string;
  readonly objectKey: string;
  readonly head: HeadObjectCommandOutput;
}

/** What S3 knows of an object without looking into it. */
export function Overview({ bucket, objectKey, head }: Props) {
  const { ContentLength = 0, ContentType = "–", LastModified, ETag = "–", VersionId, ServerSideEncryption } = head;
  return (
    <Container>
      <Facts
        items={[
          { label: "Size", value: sizeOf(ContentLength) },
          { label: "Type", value: ContentType },
          { label: "Last modified", value: <Time at={LastModified} /> },
          { label: "Storage class", value: head.StorageClass ?? "STANDARD" },
          { label: "Encryption", value: ServerSideEncryption ?? "–" },
          { label: "Version", value: VersionId ?? "–" },
          { label: "ETag", value: ETag.replaceAll('"', "") },
          { label: "URI", value: <Copied text={`s3://${bucket}/${objectKey}`} /> },
          { label: "ARN", value: <Copied text={`arn:aws:s3:::${bucket}/${objectKey}`} /> },
        ]}
      />
    </Container>
  );
}
