import Button from "@cloudscape-design/components/button";
import FileInput from "@cloudscape-design/components/file-input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { BrowserS3Client } from "../client.ts";
import { Deleted } from "../deleted.tsx";
import { deleteEntries } from "../deletion.ts";
import { KeyText } from "../key-text.tsx";
import type { Entry } from "../listing.ts";
import { download } from "../presigned.ts";
import { CreateFolder } from "./create-folder.tsx";

/** How many names a question lists before it only counts. */
const NAMED = 5;

interface Props {
  readonly bucket: string;
  readonly folder: string;
  readonly answer: UseQueryResult<unknown, Error>;
  readonly selected: readonly Entry[];
  readonly onUpload: (files: readonly File[]) => void;
}

/** What can be done with a folder, and with what is selected in it. */
export function ObjectActions({ bucket, folder, answer, selected, onUpload }: Props) {
  const client = useClient(BrowserS3Client);
  const [count, setCount] = useState<number>();
  const remove = useChange(
    (entries: readonly Entry[]) => deleteEntries(client, bucket, entries, setCount).finally(() => setCount(undefined)),
    { done: () => "Deleted the selection", stale: ["s3"] },
  );
  const get = useChange(({ key }: Entry) => download(client, bucket, key));
  const [only] = selected;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="refresh" ariaLabel="Refresh" loading={answer.isFetching} onClick={() => answer.refetch()} />
      <Button
        disabled={!only || selected.length > 1 || only.isFolder}
        onClick={() => {
          if (only) get.mutate(only);
        }}
      >
        Download
      </Button>
      <ConfirmedButton label="Delete" disabled={!only} onConfirm={() => remove.mutateAsync(selected)}>
        {selected.slice(0, NAMED).map(({ key, isFolder }) => (
          <div key={key}>
            <KeyText>{key}</KeyText>
            {isFolder && " and everything in it"}
          </div>
        ))}
        {selected.length > NAMED && <div>and {selected.length - NAMED} more</div>}
        will be gone. Where the bucket keeps versions, they stay.
        <Deleted count={count} />
      </ConfirmedButton>
      <CreateFolder bucket={bucket} folder={folder} />
      <FileInput multiple value={[]} onChange={({ detail }) => onUpload(detail.value)}>
        Upload
      </FileInput>
    </SpaceBetween>
  );
}
