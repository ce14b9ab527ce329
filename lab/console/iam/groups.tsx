import { type Group, IAMClient, paginateListGroups } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { IamPage } from "./iam-page.tsx";

/** The groups of users. */
export function Groups() {
  const client = useClient(IAMClient);
  const answer = useAnswer(["iam", "groups"], async () => {
    const groups: Group[] = [];
    for await (const page of paginateListGroups({ client }, {})) groups.push(...(page.Groups ?? []));
    return groups;
  });
  return (
    <IamPage>
      <ResourceTable
        title="Groups"
        answer={answer}
        id={({ Arn = "" }) => Arn}
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "GroupName",
            minWidth: 180,
            cell: ({ GroupName = "" }) => (
              <PageLink to={`/iam/groups/${encodeURIComponent(GroupName)}`}>{GroupName}</PageLink>
            ),
          },
          { id: "arn", header: "ARN", minWidth: 240, cell: ({ Arn }) => Arn },
          { id: "created", header: "Created", minWidth: 160, cell: ({ CreateDate }) => <Time at={CreateDate} /> },
        ]}
        empty={
          <Empty title="No groups yet">
            Make one: <code>aws iam create-group --group-name developers</code>
          </Empty>
        }
      />
    </IamPage>
  );
}
