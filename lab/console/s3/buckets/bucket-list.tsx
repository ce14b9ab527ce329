import { type Bucket, DeleteBucketCommand, paginateListBuckets } from "@aws-sdk/client-s3";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { bucketPath } from "../addresses.ts";
import { BrowserS3Client } from "../client.ts";
import { Deleted } from "../deleted.tsx";
import { emptyBucket } from "../deletion.ts";
import { CreateBucket } from "./create-bucket.tsx";

/** A page of buckets. S3 tells their regions only where pages are asked for. */
const PAGE = 1000;

/** The account's buckets. */
export function BucketList() {
  const client = useClient(BrowserS3Client);
  const [selected, setSelected] = useState<Bucket[]>([]);
  const [count, setCount] = useState<number>();
  const answer = useAnswer(["s3", "buckets"], () =>
    collect(paginateListBuckets({ client, pageSize: PAGE }, {}), ({ Buckets }) => Buckets),
  );
  const [{ Name: name = "" } = {}] = selected;
  const empty = useChange(
    (bucket: string) => emptyBucket(client, bucket, setCount).finally(() => setCount(undefined)),
    {
      done: (bucket) => `Emptied the bucket ${bucket}`,
      stale: ["s3"],
    },
  );
  const remove = useChange(
    async (Bucket: string) => {
      await emptyBucket(client, Bucket, setCount).finally(() => setCount(undefined));
      await client.send(new DeleteBucketCommand({ Bucket }));
      setSelected([]);
    },
    { done: (bucket) => `Deleted the bucket ${bucket}`, stale: ["s3"] },
  );
  return (
    <Page title="S3" description="Objects, such as files and pictures, in buckets, in Amazon S3.">
      <ResourceTable
        title="Buckets"
        answer={answer}
        id={({ Name = "" }) => Name}
        selected={selected}
        onSelect={setSelected}
        selectionType="single"
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "Name",
            minWidth: 160,
            cell: ({ Name = "" }) => <PageLink to={bucketPath(Name)}>{Name}</PageLink>,
          },
          {
            id: "region",
            header: "Region",
            sortingField: "BucketRegion",
            minWidth: 110,
            cell: ({ BucketRegion = "–" }) => BucketRegion,
          },
          {
            id: "created",
            header: "Created",
            sortingField: "CreationDate",
            minWidth: 150,
            cell: ({ CreationDate }) => <Time at={CreationDate} />,
          },
        ]}
        empty={<Empty title="No buckets yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <ConfirmedButton label="Empty" disabled={name === ""} onConfirm={() => empty.mutateAsync(name)}>
              All objects in {name} will be gone, with all their versions.
              <Deleted count={count} />
            </ConfirmedButton>
            <ConfirmedButton label="Delete" disabled={name === ""} onConfirm={() => remove.mutateAsync(name)}>
              The bucket {name} will be gone, with all objects in it and all their versions.
              <Deleted count={count} />
            </ConfirmedButton>
            <CreateBucket />
          </>
        }
      />
    </Page>
  );
}
