import {
  type AttributeValue,
  DynamoDBClient,
  type TableDescription,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { keyAttributes } from "../use-table.ts";
import { type Item, type Type, typeOf } from "../values/item.ts";
import { toJson, valueFromJson, valueToJson } from "../values/json.ts";
import { textOf } from "../values/text.ts";
import { keyIn } from "./item-columns.tsx";
import { type ScalarType, scalarOf } from "./reading.ts";

/** A cell's value while it is edited. What holds others is written in DynamoDB JSON. */
export interface CellDraft {
  readonly type: Type;
  readonly text: string;
}

export interface CellEdit {
  /** What is wrong with a cell: it can't be read, or DynamoDB did not take it. */
  problemOf(item: Item, name: string, draft: CellDraft | undefined): string | undefined;
  submit: TableProps.SubmitEditFunction<Item>;
  forget(): void;
}

/** Changes single attributes of items. */
export function useCellEdit(table: TableDescription): CellEdit {
  const { TableName = "" } = table;
  const client = useClient(DynamoDBClient);
  const [failure, setFailure] = useState<{ readonly of: string; readonly message: string }>();
  const key = keyAttributes(table).map(({ name }) => name);
  const idOf = (item: Item, name: string, draft: CellDraft) => JSON.stringify([toJson(keyIn(item, key)), name, draft]);
  const change = useChange(
    async ({ item, name, value }: { item: Item; name: string; value: AttributeValue }) => {
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: { ...keyIn(item, key) },
          UpdateExpression: "SET #name = :value",
          // An item that was deleted meanwhile is not to come back as a part of itself.
          ConditionExpression: "attribute_exists(#key)",
          ExpressionAttributeNames: { "#name": name, "#key": key[0] ?? "" },
          ExpressionAttributeValues: { ":value": value },
        }),
      );
    },
    { stale: ["dynamodb", "items", TableName] },
  );
  return {
    problemOf(item, name, draft) {
      if (!draft) return undefined;
      if (failure?.of === idOf(item, name, draft)) return failure.message;
      try {
        valueOfCell(draft);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
    async submit(item, { id: name = "" }, written) {
      const draft = written as CellDraft;
      try {
        await change.mutateAsync({ item, name, value: valueOfCell(draft) });
      } catch (error) {
        setFailure({ of: idOf(item, name, draft), message: (error as Error).message });
        throw error;
      }
    },
    forget: () => setFailure(undefined),
  };
}

/** What a cell begins with when it is edited. */
export function draftOfCell(value: AttributeValue = { S: "" }): CellDraft {
  const type = typeOf(value);
  if (/^(M|L|SS|NS|BS)$/.test(type)) return { type, text: innerJson(value, type) };
  return { type, text: textOf(value) };
}

function innerJson(value: AttributeValue, type: Type): string {
  return JSON.stringify(JSON.parse(valueToJson(value))[type], null, 2);
}

function valueOfCell({ type, text }: CellDraft): AttributeValue {
  if (/^(S|N|B|BOOL|NULL)$/.test(type)) return scalarOf(type as ScalarType, text);
  return valueFromJson(`{"${type}":${text}}`);
}
