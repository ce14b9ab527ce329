import { GetObjectTaggingCommand, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Facts } from "../../parts/facts.tsx";
import { PageError } from "../../parts/page-error.tsx";
import type { ObjectAddress } from "../addresses.ts";
import { BrowserS3Client } from "../client.ts";
import { KeyText } from "../key-text.tsx";

interface Props {
  readonly object: ObjectAddress;
  readonly head: HeadObjectCommandOutput;
}

/** What was said of an object when it was written, and its tags. */
export function MetadataTab({ object, head }: Props) {
  const client = useClient(BrowserS3Client);
  const { Bucket, Key, VersionId } = object;
  const tags = useAnswer(["s3", "tags", Bucket, Key, VersionId], () =>
    client.send(new GetObjectTaggingCommand(object)),
  );
  const headers: readonly (readonly [string, string | undefined])[] = [
    ["Cache-Control", head.CacheControl],
    ["Content-Disposition", head.ContentDisposition],
    ["Content-Encoding", head.ContentEncoding],
    ["Content-Language", head.ContentLanguage],
    ["Expires", head.ExpiresString],
    ["Redirects to", head.WebsiteRedirectLocation],
  ];
  return (
    <SpaceBetween size="l">
      <Pairs title="Metadata" pairs={Object.entries(head.Metadata ?? {})} none="No metadata." />
      <Pairs title="Headers" pairs={headers} none="No headers of these kinds." />
      {tags.error ? (
        <PageError error={tags.error} />
      ) : (
        <Pairs
          title="Tags"
          pairs={(tags.data?.TagSet ?? []).map(({ Key = "", Value }) => [Key, Value] as const)}
          none="No tags."
        />
      )}
    </SpaceBetween>
  );
}

interface PairsProps {
  readonly title: string;
  readonly pairs: readonly (readonly [name: string, value: string | undefined])[];
  readonly none: string;
}

function Pairs({ title, pairs, none }: PairsProps) {
  const items = pairs.flatMap(([label, value]) =>
    value === undefined ? [] : [{ label, value: <KeyText>{value}</KeyText> }],
  );
  return (
    <Container header={<Header counter={`(${items.length})`}>{title}</Header>}>
      {items.length === 0 ? none : <Facts items={items} />}
    </Container>
  );
}
