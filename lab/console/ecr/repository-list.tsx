import { DeleteRepositoryCommand, ECRClient, paginateDescribeRepositories, type Repository } from "@aws-sdk/client-ecr";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Copied } from "../parts/copied.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { CreateRepository } from "./create-repository.tsx";
import { repositoryPath } from "./repository-path.ts";

/** The repositories. */
export function RepositoryList() {
  const client = useClient(ECRClient);
  const [selected, setSelected] = useState<Repository[]>([]);
  const [{ repositoryName: name = "" } = {}] = selected;
  const answer = useAnswer(
    ["ecr", "repositories"],
    () => collect(paginateDescribeRepositories({ client }, {}), ({ repositories }) => repositories),
    { every: 5000 },
  );
  const remove = useChange(
    async (repositoryName: string) => {
      await client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
      setSelected([]);
    },
    { done: (one) => `Deleted the repository ${one}`, stale: ["ecr"] },
  );
  return (
    <Page title="ECR" description="Container images, in repositories of Amazon Elastic Container Registry.">
      <ResourceTable
        title="Repositories"
        answer={answer}
        id={({ repositoryName = "" }) => repositoryName}
        selected={selected}
        onSelect={setSelected}
        selectionType="single"
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 180,
            isRowHeader: true,
            sortingField: "repositoryName",
            cell: ({ repositoryName = "" }) => (
              <PageLink to={repositoryPath(repositoryName)}>{repositoryName}</PageLink>
            ),
          },
          {
            id: "uri",
            header: "URI",
            minWidth: 280,
            cell: ({ repositoryUri = "" }) => <Copied text={repositoryUri} />,
          },
          {
            id: "tags",
            header: "Tags",
            minWidth: 110,
            cell: ({ imageTagMutability }) => imageTagMutability?.toLowerCase(),
          },
          {
            id: "created",
            header: "Created",
            minWidth: 170,
            sortingField: "createdAt",
            cell: ({ createdAt }) => <Time at={createdAt} />,
          },
        ]}
        empty={<Empty title="No repositories yet">Create one here, or bootstrap the CDK, which makes one.</Empty>}
        actions={
          <>
            <ConfirmedButton label="Delete" disabled={name === ""} onConfirm={() => remove.mutateAsync(name)}>
              The repository {name} will be gone, with all images in it.
            </ConfirmedButton>
            <CreateRepository />
          </>
        }
      />
    </Page>
  );
}
