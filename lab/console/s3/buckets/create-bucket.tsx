import { type BucketLocationConstraint, CreateBucketCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { usePlace } from "../../cloud/place.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { BrowserS3Client } from "../client.ts";

/** Creates a bucket in the region that the console looks at. */
export function CreateBucket() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Create bucket
      </Button>
      {isOpen && <CreateBucketDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function CreateBucketDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(BrowserS3Client);
  const { region } = usePlace();
  const [name, setName] = useState("");
  const [isVersioned, setVersioned] = useState(false);
  const create = useChange(
    async (Bucket: string) => {
      // S3 has no name for its first region. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
      const LocationConstraint = region === "us-east-1" ? undefined : (region as BucketLocationConstraint);
      await client.send(
        new CreateBucketCommand({
          Bucket,
          ...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }),
        }),
      );
      if (isVersioned)
        await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    },
    { done: (bucket) => `Created the bucket ${bucket}`, stale: ["s3"], inForm: true },
  );
  return (
    <Dialog
      title="Create bucket"
      canSubmit={name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField
        label="Name"
        description="3 to 63 lower-case letters, digits, dots and hyphens. It must be unique."
        constraintText={`It will be in ${region}.`}
      >
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} spellcheck={false} />
      </FormField>
      <Checkbox
        checked={isVersioned}
        onChange={({ detail }) => setVersioned(detail.checked)}
        description="Overwritten and deleted objects can be restored."
      >
        Keep versions
      </Checkbox>
    </Dialog>
  );
}
