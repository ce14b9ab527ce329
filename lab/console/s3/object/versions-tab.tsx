import { CopyObjectCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { bucketPath, objectPath } from "../addresses.ts";
import { BrowserS3Client } from "../client.ts";
import { type Version, versionsOf } from "../listing.ts";
import { download } from "../presigned.ts";
import { useVersioning } from "../properties/versioning.tsx";

interface Props {
  readonly bucket: string;
  readonly objectKey: string;
}

/** What an object was before, and the markers that say when it was deleted. */
export function VersionsTab({ bucket, objectKey: key }: Props) {
  const client = useClient(BrowserS3Client);
  const versioning = useVersioning(bucket);
  const [[selected], select] = useState<Version[]>([]);
  const answer = useAnswer(["s3", "versions", bucket, key], () => versionsOf(client, bucket, key));
  const get = useChange(({ id }: Version) => download(client, bucket, key, id));
  const restore = useChange(
    ({ id }: Version) =>
      client.send(
        new CopyObjectCommand({
          Bucket: bucket,
          Key: key,
          CopySource: `${bucket}/${encodeURIComponent(key)}?versionId=${encodeURIComponent(id)}`,
        }),
      ),
    { done: ({ id }) => `Restored the version ${id}`, stale: ["s3"] },
  );
  const remove = useChange(
    async ({ id }: Version) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: id }));
      select([]);
    },
    { done: ({ id, isMarker }) => `Deleted the ${isMarker ? "delete marker" : "version"} ${id}`, stale: ["s3"] },
  );
  const withSelected = (act: (version: Version) => void) => () => selected && act(selected);
  return (
    <>
      {versioning.data === "Never" && (
        <Box padding={{ bottom: "s" }}>
          This bucket keeps no versions. That is changed in{" "}
          <PageLink to={`${bucketPath(bucket)}?tab=properties`}>its properties</PageLink>.
        </Box>
      )}
      <ResourceTable
        title="Versions"
        answer={answer}
        id={({ id }) => id}
        selectionType="single"
        selected={selected ? [selected] : []}
        onSelect={select}
        sortedBy="none"
        columns={[
          {
            id: "version",
            header: "Version",
            minWidth: 200,
            cell: ({ id, isMarker }) => (isMarker ? id : <PageLink to={objectPath(bucket, key, id)}>{id}</PageLink>),
          },
          {
            id: "state",
            header: "State",
            minWidth: 150,
            cell: (version) => <State of={version} />,
          },
          { id: "size", header: "Size", minWidth: 100, cell: ({ size, isMarker }) => (isMarker ? "–" : sizeOf(size)) },
          { id: "modified", header: "Since", minWidth: 200, cell: ({ modified }) => <Time at={modified} /> },
        ]}
        empty={<Empty title="No versions">No object has this key, or all its versions are deleted.</Empty>}
        actions={
          <>
            <Button disabled={!selected || selected.isMarker} onClick={withSelected(get.mutate)}>
              Download
            </Button>
            <Button
              disabled={!selected || selected.isMarker || selected.isLatest}
              loading={restore.isPending}
              onClick={withSelected(restore.mutate)}
            >
              Restore
            </Button>
            <ConfirmedButton
              label="Delete version"
              disabled={!selected}
              onConfirm={async () => selected && (await remove.mutateAsync(selected))}
            >
              {selected?.isMarker
                ? "The delete marker is removed. If it is the newest, the previous version becomes current again."
                : `The version ${selected?.id} will be deleted permanently.`}
            </ConfirmedButton>
          </>
        }
      />
    </>
  );
}

function State({ of: { isMarker, isLatest } }: { readonly of: Version }) {
  if (isMarker) return <StatusIndicator type="stopped">Delete marker</StatusIndicator>;
  return isLatest ? <StatusIndicator>Newest</StatusIndicator> : <>Older</>;
}
