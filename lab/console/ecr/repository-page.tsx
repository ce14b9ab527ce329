import {
  BatchDeleteImageCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  type ImageDetail,
  paginateDescribeImages,
} from "@aws-sdk/client-ecr";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Copied } from "../parts/copied.tsx";
import { Empty } from "../parts/empty.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { shortened } from "../parts/shortened.ts";
import { sizeOf } from "../parts/sizes.ts";
import { Time } from "../parts/time.tsx";

/** A repository, and the images in it. */
export function RepositoryPage() {
  const { name = "" } = useParams();
  const client = useClient(ECRClient);
  const answer = useAnswer(["ecr", "repository", name], async () => {
    const { repositories } = await client.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }));
    return repositories?.[0] ?? {};
  });
  const { repositoryUri = "", repositoryArn = "", createdAt, imageTagMutability } = answer.data ?? {};
  return (
    <Page title={name} crumbs={[["ECR", "/ecr"]]}>
      {answer.error && <PageError error={answer.error} />}
      {answer.data && (
        <SpaceBetween size="l">
          <Container>
            <Facts
              columns={2}
              items={[
                { label: "URI", value: <Copied text={repositoryUri} /> },
                { label: "ARN", value: <Copied text={repositoryArn} /> },
                { label: "Tags", value: imageTagMutability === "IMMUTABLE" ? "immutable" : "mutable" },
                { label: "Created", value: <Time at={createdAt} /> },
              ]}
            />
          </Container>
          <Images repository={name} />
        </SpaceBetween>
      )}
    </Page>
  );
}

function Images({ repository }: { readonly repository: string }) {
  const client = useClient(ECRClient);
  const [selected, setSelected] = useState<ImageDetail[]>([]);
  const answer = useAnswer(
    ["ecr", "images", repository],
    () => collect(paginateDescribeImages({ client }, { repositoryName: repository }), (page) => page.imageDetails),
    { every: 5000 },
  );
  const remove = useChange(
    async (images: readonly ImageDetail[]) => {
      const imageIds = images.map(({ imageDigest }) => ({ imageDigest }));
      const { failures = [] } = await client.send(
        new BatchDeleteImageCommand({ repositoryName: repository, imageIds }),
      );
      if (failures[0]) throw new Error(failures[0].failureReason);
      setSelected([]);
    },
    { done: (images) => `Deleted ${images.length} ${images.length === 1 ? "image" : "images"}`, stale: ["ecr"] },
  );
  return (
    <ResourceTable
      title="Images"
      answer={answer}
      id={({ imageDigest = "" }) => imageDigest}
      selected={selected}
      onSelect={setSelected}
      sortedBy="pushed"
      descending
      columns={[
        {
          id: "tags",
          header: "Tags",
          minWidth: 140,
          isRowHeader: true,
          cell: ({ imageTags = [] }) => imageTags.join(", ") || "untagged",
        },
        {
          id: "digest",
          header: "Digest",
          minWidth: 200,
          cell: ({ imageDigest = "" }) => <span title={imageDigest}>{shortened(imageDigest, 26)}</span>,
        },
        {
          id: "size",
          header: "Size",
          minWidth: 90,
          sortingField: "imageSizeInBytes",
          cell: ({ imageSizeInBytes }) => sizeOf(imageSizeInBytes),
        },
        {
          id: "pushed",
          header: "Pushed",
          minWidth: 170,
          sortingField: "imagePushedAt",
          cell: ({ imagePushedAt }) => <Time at={imagePushedAt} />,
        },
      ]}
      empty={<Empty title="No images yet">Push one, or deploy a function that is a container image.</Empty>}
      actions={
        <ConfirmedButton label="Delete" disabled={selected.length === 0} onConfirm={() => remove.mutateAsync(selected)}>
          {selected.length === 1 ? "This image" : `These ${selected.length} images`} will be gone.
        </ConfirmedButton>
      }
    />
  );
}
