import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Toggle from "@cloudscape-design/components/toggle";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { PageError } from "../../parts/page-error.tsx";
import { BrowserS3Client } from "../client.ts";

/** Whether a bucket keeps versions, and the switch for that. */
export function Versioning({ bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useVersioning(bucket);
  const change = useChange(
    (Status: "Enabled" | "Suspended") =>
      client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } })),
    {
      done: (status) =>
        status === "Enabled" ? `${bucket} keeps versions from now on` : `${bucket} keeps no new versions`,
      stale: ["s3"],
    },
  );
  return (
    <Container
      header={
        <Header description="Overwritten and deleted objects can be restored. Versioning can be suspended, but not turned off again; versions stay.">
          Versioning
        </Header>
      }
    >
      {answer.error ? (
        <PageError error={answer.error} />
      ) : (
        <Toggle
          checked={(change.isPending ? change.variables : answer.data) === "Enabled"}
          disabled={answer.isPending || change.isPending}
          onChange={({ detail }) => change.mutate(detail.checked ? "Enabled" : "Suspended")}
        >
          Keep versions
          {answer.data === "Suspended" && " (suspended)"}
        </Toggle>
      )}
    </Container>
  );
}

/** Whether a bucket keeps versions: what it says itself, or `Never` before anybody has said so. */
export function useVersioning(bucket: string) {
  const client = useClient(BrowserS3Client);
  return useAnswer(
    ["s3", "versioning", bucket],
    async () => (await client.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status ?? "Never",
  );
}
