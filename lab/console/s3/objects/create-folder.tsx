import { PutObjectCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { BrowserS3Client } from "../client.ts";

interface Props {
  readonly bucket: string;
  readonly folder: string;
}

/** Creates a folder: an empty object whose key ends in a slash, as AWS's console makes them. */
export function CreateFolder(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Create folder</Button>
      {isOpen && <CreateFolderDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function CreateFolderDialog({ bucket, folder, onClose }: Props & { readonly onClose: () => void }) {
  const client = useClient(BrowserS3Client);
  const [name, setName] = useState("");
  const create = useChange((Key: string) => client.send(new PutObjectCommand({ Bucket: bucket, Key })), {
    done: (key) => `Created the folder ${key}`,
    stale: ["s3", "objects", bucket],
    inForm: true,
  });
  return (
    <Dialog
      title="Create folder"
      canSubmit={name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(`${folder}${name.replace(/\/$/, "")}/`, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name" description="A slash creates a folder within a folder.">
        <Input value={name} onChange={({ detail }) => setName(detail.value)} spellcheck={false} />
      </FormField>
    </Dialog>
  );
}
