import { DeleteObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { unlessMissing } from "../../cloud/collect.ts";
import { usePlace } from "../../cloud/place.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Page } from "../../parts/page.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { PageTabs } from "../../parts/page-tabs.tsx";
import { useParameter } from "../../parts/parameter.ts";
import { useOpen } from "../../shell/addresses.ts";
import { bucketPath, folderOf, nameOf, objectPath } from "../addresses.ts";
import { crumbsTo } from "../bucket-page.tsx";
import { BrowserS3Client } from "../client.ts";
import { KeyText } from "../key-text.tsx";
import { download } from "../presigned.ts";
import { useVersioning } from "../properties/versioning.tsx";
import { MetadataTab } from "./metadata-tab.tsx";
import { Overview } from "./overview.tsx";
import { PresignedLink } from "./presigned-link.tsx";
import { PreviewTab } from "./preview-tab.tsx";
import { VersionsTab } from "./versions-tab.tsx";

/** An object, or one of its versions: what it is, what is in it, and what it was before. */
export function ObjectPage() {
  const { bucket = "" } = useParams();
  const [key] = useParameter("key");
  const [version] = useParameter("version");
  const client = useClient(BrowserS3Client);
  const open = useOpen();
  const { isLab } = usePlace();
  const object = { Bucket: bucket, Key: key, ...(version !== "" && { VersionId: version }) };
  const answer = useAnswer(
    ["s3", "object", bucket, key, version],
    async () => (await unlessMissing(client.send(new HeadObjectCommand(object)))) ?? null,
  );
  const isVersioned = useVersioning(bucket).data === "Enabled";
  const remove = useChange(
    async () => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      open(bucketPath(bucket, folderOf(key)));
    },
    { done: () => `Deleted ${key}`, stale: ["s3"] },
  );
  const get = useChange(() => download(client, bucket, key, version || undefined));
  const head = answer.data;
  const tabs = [
    ...(head
      ? [
          { id: "preview", label: "Preview", content: <PreviewTab object={object} head={head} /> },
          { id: "metadata", label: "Metadata and tags", content: <MetadataTab object={object} head={head} /> },
        ]
      : []),
    { id: "versions", label: "Versions", content: <VersionsTab bucket={bucket} objectKey={key} /> },
    // What another cloud's console signs, only its own server takes.
    ...(head && isLab ? [{ id: "link", label: "Presigned link", content: <PresignedLink object={object} /> }] : []),
  ];
  return (
    <Page
      title={nameOf(key)}
      crumbs={crumbsTo(bucket, folderOf(key))}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button disabled={!head} loading={get.isPending} onClick={() => get.mutate()}>
            Download
          </Button>
          <ConfirmedButton label="Delete" disabled={!head} onConfirm={() => remove.mutateAsync()}>
            <KeyText>{key}</KeyText> will be gone.{isVersioned && " Its versions stay: one of them can be restored."}
          </ConfirmedButton>
        </SpaceBetween>
      }
    >
      {answer.error && <PageError error={answer.error} />}
      {answer.data === null && (
        <Alert header="Object not found">
          {isVersioned ? "It may have been deleted. Check its versions." : "It was deleted, or never existed."}
        </Alert>
      )}
      {version !== "" && head && (
        <Alert>
          This is one of the object's versions. <PageLink to={objectPath(bucket, key)}>The newest one</PageLink>
        </Alert>
      )}
      {head && <Overview bucket={bucket} objectKey={key} head={head} />}
      {!answer.isPending && <PageTabs label={`The object ${nameOf(key)}`} keep={["key", "version"]} tabs={tabs} />}
    </Page>
  );
}
