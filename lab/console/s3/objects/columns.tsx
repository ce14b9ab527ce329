import Icon from "@cloudscape-design/components/icon";
import type { TableProps } from "@cloudscape-design/components/table";
import { PageLink } from "../../parts/page-link.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { bucketPath, objectPath } from "../addresses.ts";
import { KeyText } from "../key-text.tsx";
import type { Entry } from "../listing.ts";

/** What is told of objects and folders; their names begin after the folder that they are in. */
export function entryColumns(bucket: string, folder: string): TableProps.ColumnDefinition<Entry>[] {
  return [
    {
      id: "name",
      header: "Name",
      minWidth: 200,
      cell: ({ key, isFolder }) => (
        <>
          <Icon name={isFolder ? "folder" : "file"} />{" "}
          <PageLink to={isFolder ? bucketPath(bucket, key) : objectPath(bucket, key)}>
            {key === folder ? "(the folder itself)" : <KeyText>{key.slice(folder.length)}</KeyText>}
          </PageLink>
        </>
      ),
    },
    {
      id: "size",
      header: "Size",
      minWidth: 100,
      cell: ({ size, isFolder }) => (isFolder ? "–" : sizeOf(size)),
    },
    {
      id: "modified",
      header: "Last modified",
      minWidth: 170,
      cell: ({ modified }) => <Time at={modified} />,
    },
    {
      id: "class",
      header: "Storage class",
      minWidth: 130,
      cell: ({ storageClass = "–" }) => storageClass,
    },
  ];
}
