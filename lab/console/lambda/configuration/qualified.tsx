import { LambdaClient, paginateListAliases, paginateListVersionsByFunction } from "@aws-sdk/client-lambda";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";

interface Props {
  readonly name: string;
}

/** A function's aliases, and the versions that they lead to. */
export function Aliases({ name }: Props) {
  const client = useClient(LambdaClient);
  const answer = useAnswer(["lambda", "aliases", name], () =>
    collect(paginateListAliases({ client }, { FunctionName: name }), ({ Aliases }) => Aliases),
  );
  return (
    <ResourceTable
      title="Aliases"
      answer={answer}
      id={({ Name = "" }) => Name}
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 120,
          isRowHeader: true,
          sortingField: "Name",
          cell: ({ Name }) => Name,
        },
        {
          id: "version",
          header: "Version",
          minWidth: 160,
          cell: ({ FunctionVersion, RoutingConfig }) => {
            const others = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
            return [FunctionVersion, ...others.map(([version, weight]) => `${version} (${weight * 100} %)`)].join(", ");
          },
        },
        { id: "description", header: "Description", minWidth: 160, cell: ({ Description }) => Description || "–" },
      ]}
      empty={<Empty title="No aliases">An alias names a version and can be moved to another.</Empty>}
    />
  );
}

/** A function's published versions, and the code that is being worked on. */
export function Versions({ name }: Props) {
  const client = useClient(LambdaClient);
  const answer = useAnswer(["lambda", "versions", name], () =>
    collect(paginateListVersionsByFunction({ client }, { FunctionName: name }), ({ Versions }) => Versions),
  );
  return (
    <ResourceTable
      title="Versions"
      answer={answer}
      id={({ Version = "" }) => Version}
      sortedBy="changed"
      descending
      columns={[
        {
          id: "version",
          header: "Version",
          minWidth: 110,
          isRowHeader: true,
          sortingField: "Version",
          cell: ({ Version }) => Version,
        },
        { id: "description", header: "Description", minWidth: 160, cell: ({ Description }) => Description || "–" },
        {
          id: "code",
          header: "Code",
          minWidth: 100,
          sortingField: "CodeSize",
          cell: ({ CodeSize }) => sizeOf(CodeSize),
        },
        {
          id: "changed",
          header: "Changed",
          minWidth: 170,
          sortingField: "LastModified",
          cell: ({ LastModified }) => <Time at={LastModified} />,
        },
      ]}
      empty={<Empty title="No versions">Publish one. Code and settings of a version never change.</Empty>}
    />
  );
}
