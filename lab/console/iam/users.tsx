import { IAMClient, paginateListUsers, type User } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { IamPage } from "./iam-page.tsx";

/** The users. */
export function Users() {
  const client = useClient(IAMClient);
  const answer = useAnswer(["iam", "users"], async () => {
    const users: User[] = [];
    for await (const page of paginateListUsers({ client }, {})) users.push(...(page.Users ?? []));
    return users;
  });
  return (
    <IamPage>
      <ResourceTable
        title="Users"
        answer={answer}
        id={({ Arn = "" }) => Arn}
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "UserName",
            minWidth: 180,
            cell: ({ UserName = "" }) => (
              <PageLink to={`/iam/users/${encodeURIComponent(UserName)}`}>{UserName}</PageLink>
            ),
          },
          { id: "arn", header: "ARN", minWidth: 240, cell: ({ Arn }) => Arn },
          {
            id: "created",
            header: "Created",
            sortingField: "CreateDate",
            minWidth: 160,
            cell: ({ CreateDate }) => <Time at={CreateDate} />,
          },
        ]}
        empty={
          <Empty title="No users yet">
            Make one: <code>aws iam create-user --user-name ada</code>. For a class:{" "}
            <code>npx lab class create --students 30</code>
          </Empty>
        }
      />
    </IamPage>
  );
}
