import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Pagination from "@cloudscape-design/components/pagination";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { useParameter, useParameters } from "../../parts/parameter.ts";
import { Scrolling } from "../../parts/scrolling.tsx";
import { usePages } from "../../parts/use-pages.ts";
import { BrowserS3Client } from "../client.ts";
import { type Entry, listPage } from "../listing.ts";
import { entryColumns } from "./columns.tsx";
import { ObjectActions } from "./object-actions.tsx";

interface Props {
  readonly bucket: string;
  readonly folder: string;
  readonly onUpload: (files: readonly File[]) => void;
}

/** The objects and folders of a folder, a page at a time: a bucket can hold more than a browser. */
export function ObjectTable({ bucket, folder, onUpload }: Props) {
  const client = useClient(BrowserS3Client);
  const [start] = useParameter("find");
  const setParameters = useParameters();
  const { token, index, goTo } = usePages();
  const [chosen, setChosen] = useState<readonly Entry[]>([]);
  const answer = useAnswer(["s3", "objects", bucket, folder, start, token], (signal) =>
    listPage(client, { bucket, folder, start, token }, signal),
  );
  const { entries = [], next } = answer.data ?? {};
  const selected = entries.filter(({ key }) => chosen.some((entry) => entry.key === key));
  if (answer.error && !answer.data) return <PageError error={answer.error} />;
  const isPart = next !== undefined || index > 1;
  return (
    <Scrolling>
      <Table
        items={entries}
        columnDefinitions={entryColumns(bucket, folder)}
        trackBy="key"
        loading={answer.isPending}
        loadingText="Looking for objects"
        wrapLines
        selectionType="multi"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
        ariaLabels={{
          selectionGroupLabel: "Objects",
          allItemsSelectionLabel: () => "Select all of this page",
          itemSelectionLabel: (_, { key }) => `Select ${key}`,
        }}
        header={
          <Header
            counter={answer.data && !isPart ? `(${entries.length})` : ""}
            actions={
              <ObjectActions bucket={bucket} folder={folder} answer={answer} selected={selected} onUpload={onUpload} />
            }
          >
            Objects
          </Header>
        }
        filter={
          <Input
            type="search"
            value={start}
            onChange={({ detail }) => setParameters({ find: detail.value, token: "" })}
            ariaLabel="Find by prefix"
            placeholder="Find by prefix"
            spellcheck={false}
          />
        }
        pagination={
          isPart && (
            <Pagination
              currentPageIndex={index}
              pagesCount={next === undefined ? index : index + 1}
              openEnd={next !== undefined}
              onChange={({ detail }) => goTo(detail.currentPageIndex, next)}
            />
          )
        }
        empty={
          start === "" ? (
            <Empty title={folder === "" ? "The bucket is empty" : "The folder is empty"}>
              Drop files here, or choose them with “Upload”.
            </Empty>
          ) : (
            <Empty title="No matching objects">Names are case-sensitive.</Empty>
          )
        }
      />
    </Scrolling>
  );
}
