import { DynamoDBClient, QueryCommand, ScanCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { useParameter, useParameters } from "../../parts/parameter.ts";
import { usePages } from "../../parts/use-pages.ts";
import { keyAttributes } from "../use-table.ts";
import { fromJson, toJson } from "../values/json.ts";
import { ItemTable } from "./item-table.tsx";
import { inputOf, type Reading, readingOf } from "./reading.ts";
import { ReadingForm } from "./reading-form.tsx";

/** How many items a page has at most. A filter leaves fewer. */
const PAGE = 100;

/** The items of a table: what is asked of it, and what comes. Both the question and the page stand in the address. */
export function ItemsTab({ table }: { readonly table: TableDescription }) {
  const { TableName = "" } = table;
  const client = useClient(DynamoDBClient);
  const [asked] = useParameter("read");
  const setParameters = useParameters();
  const pages = usePages();
  const reading = readingOf(asked);
  const answer = useAnswer(["dynamodb", "items", TableName, asked, pages.token], async (signal) => {
    const input = {
      TableName,
      Limit: PAGE,
      ReturnConsumedCapacity: "TOTAL" as const,
      ...inputOf(reading, keyAttributes(table, reading.index)),
      ...(pages.token !== "" && { ExclusiveStartKey: { ...fromJson(pages.token) } }),
    };
    const command = reading.mode === "query" ? new QueryCommand(input) : new ScanCommand(input);
    const page = await client.send(command, { abortSignal: signal });
    return { ...page, next: page.LastEvaluatedKey && toJson(page.LastEvaluatedKey) };
  });
  const ask = (next: Reading) => {
    const text = JSON.stringify(next);
    if (text === asked && pages.token === "") answer.refetch();
    else setParameters({ read: text, token: "" });
  };
  return (
    <SpaceBetween size="l">
      <ReadingForm key={asked} table={table} reading={reading} isBusy={answer.isFetching} onAsk={ask} />
      <ItemTable table={table} answer={answer} pages={pages} />
    </SpaceBetween>
  );
}
