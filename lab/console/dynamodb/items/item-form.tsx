import { DeleteItemCommand, DynamoDBClient, PutItemCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { JsonField } from "../../parts/json-field.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { tablePath } from "../addresses.ts";
import { keyAttributes } from "../use-table.ts";
import { blamed, WrongDraft } from "../values/draft.ts";
import type { Item } from "../values/item.ts";
import { AttributeFields } from "./attribute-fields.tsx";
import { keyIn } from "./item-columns.tsx";
import { beginWriting, inMode, MODES, type Mode, writtenItem } from "./writing.ts";

interface Props {
  readonly table: TableDescription;
  readonly begin: Item;
  readonly isNew: boolean;
}

/** Writes an item in a form or as JSON, and puts it. */
export function ItemForm({ table, begin, isNew }: Props) {
  const { TableName = "" } = table;
  const client = useClient(DynamoDBClient);
  const back = useBack(tablePath(TableName));
  const key = keyAttributes(table).map(({ name }) => name);
  const [writing, setWriting] = useState(() => beginWriting(begin));
  const [wrong, setWrong] = useState<Error>();
  const put = useChange(
    (item: Item) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: { ...item },
          // A new item takes the place of no other; one that is edited was not deleted meanwhile, and keeps its key.
          ConditionExpression: `${isNew ? "attribute_not_exists" : "attribute_exists"}(#key)`,
          ExpressionAttributeNames: { "#key": key[0] ?? "" },
        }),
      ),
    { done: () => "Saved the item", stale: ["dynamodb"] },
  );
  const remove = useChange(
    async () => {
      await client.send(new DeleteItemCommand({ TableName, Key: { ...keyIn(begin, key) } }));
      back();
    },
    { done: () => "Deleted the item", stale: ["dynamodb", "items", TableName] },
  );
  const attempt = (act: () => void) => {
    setWrong(undefined);
    try {
      act();
    } catch (error) {
      setWrong(error as Error);
    }
  };
  const error = wrong ?? put.error;
  const path = wrong instanceof WrongDraft ? wrong.path : error && [blamed(error.message, writing.drafts)];
  const isPlaced = writing.mode === "form" && (path?.[0] ?? -1) >= 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(() => put.mutate(writtenItem(writing), { onSuccess: back }));
      }}
    >
      <Form
        errorText={isPlaced ? undefined : error?.message}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {!isNew && (
              <ConfirmedButton label="Delete the item" onConfirm={() => remove.mutateAsync(undefined)}>
                The item will be gone.
              </ConfirmedButton>
            )}
            <Button variant="link" formAction="none" onClick={back}>
              Cancel
            </Button>
            <Button variant="primary" loading={put.isPending}>
              {isNew ? "Create the item" : "Save"}
            </Button>
          </SpaceBetween>
        }
      >
        <Container
          header={
            <Header
              actions={
                <SegmentedControl
                  label="How the item is written"
                  selectedId={writing.mode}
                  options={MODES}
                  onChange={({ detail }) => attempt(() => setWriting(inMode(writing, detail.selectedId as Mode)))}
                />
              }
            >
              Attributes
            </Header>
          }
        >
          {writing.mode === "form" ? (
            <AttributeFields
              fixed={isNew ? [] : key}
              keyNames={key}
              value={writing.drafts}
              problem={isPlaced && error && path ? { path, message: error.message } : undefined}
              onChange={(drafts) => setWriting({ ...writing, drafts })}
            />
          ) : (
            <JsonField
              label={writing.mode === "json" ? "The item in DynamoDB JSON" : "The item in JSON"}
              description={
                writing.mode === "plain" && "Lists are sets, and texts are binary, where they were so before."
              }
              value={writing.text}
              onChange={(text) => setWriting({ ...writing, text })}
            />
          )}
        </Container>
      </Form>
    </form>
  );
}

/** Goes to where one came from, which has its own question and page in its address; else to a path. */
function useBack(path: string): () => void {
  const { key } = useLocation();
  const navigate = useNavigate();
  const open = useOpen();
  return () => (key === "default" ? open(path) : navigate(-1));
}
