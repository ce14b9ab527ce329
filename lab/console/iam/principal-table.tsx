import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { IamPage } from "./iam-page.tsx";

/** A role, a user or a group in a list. */
export interface ListedPrincipal {
  readonly name: string | undefined;
  readonly arn: string | undefined;
  readonly created: Date | undefined;
  /** What else its list tells. */
  readonly fact: string | undefined;
}

interface Props {
  /** `Roles`, `Users` or `Groups`. */
  readonly title: string;
  /** What the fact is. */
  readonly fact: string;
  readonly answer: UseQueryResult<readonly ListedPrincipal[], Error>;
  readonly empty: ReactNode;
  readonly actions?: ReactNode;
}

/** One of IAM's lists of those who have policies. */
export function PrincipalTable({ title, fact, answer, empty, actions }: Props) {
  const path = `/iam/${title.toLowerCase()}`;
  return (
    <IamPage>
      <ResourceTable
        title={title}
        answer={answer}
        id={({ arn = "" }) => arn}
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "name",
            minWidth: 200,
            cell: ({ name = "" }) => <PageLink to={`${path}/${encodeURIComponent(name)}`}>{name}</PageLink>,
          },
          { id: "fact", header: fact, sortingField: "fact", minWidth: 200, cell: (item) => item.fact },
          {
            id: "created",
            header: "Created",
            sortingField: "created",
            minWidth: 160,
            cell: ({ created }) => <Time at={created} />,
          },
        ]}
        empty={empty}
        actions={actions}
      />
    </IamPage>
  );
}
