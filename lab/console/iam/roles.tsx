import { IAMClient, paginateListRoles, type Role } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { IamPage } from "./iam-page.tsx";
import { trusted } from "./trusted.ts";

/** The roles, and whom they trust. */
export function Roles() {
  const client = useClient(IAMClient);
  const answer = useAnswer(["iam", "roles"], async () => {
    const roles: Role[] = [];
    for await (const page of paginateListRoles({ client }, {})) roles.push(...(page.Roles ?? []));
    return roles;
  });
  return (
    <IamPage>
      <ResourceTable
        title="Roles"
        answer={answer}
        id={({ Arn = "" }) => Arn}
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "RoleName",
            minWidth: 220,
            cell: ({ RoleName = "" }) => (
              <PageLink to={`/iam/roles/${encodeURIComponent(RoleName)}`}>{RoleName}</PageLink>
            ),
          },
          {
            id: "trusts",
            header: "Trusts",
            minWidth: 160,
            cell: ({ AssumeRolePolicyDocument }) => trusted(AssumeRolePolicyDocument).join(", "),
          },
          {
            id: "created",
            header: "Created",
            sortingField: "CreateDate",
            minWidth: 160,
            cell: ({ CreateDate }) => <Time at={CreateDate} />,
          },
        ]}
        empty={<Empty title="No roles yet">A stack makes them for its functions.</Empty>}
      />
    </IamPage>
  );
}
