import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { tablePath } from "../addresses.ts";
import { CapacityFields } from "./capacity-fields.tsx";
import { IndexFields } from "./index-fields.tsx";
import { KeyFields } from "./key-fields.tsx";
import { createInput, isWhole, NEW_INDEX, NEW_TABLE, type NewIndex, type NewTable } from "./new-table.ts";

/** Creates a table, with its indexes. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(DynamoDBClient);
  const open = useOpen();
  const [table, setTable] = useState<NewTable>(NEW_TABLE);
  const create = useChange((one: NewTable) => client.send(new CreateTableCommand(createInput(one))), {
    done: ({ name }) => `Created the table ${name}`,
    stale: ["dynamodb", "tables"],
    inForm: true,
  });
  const change = (changes: Partial<NewTable>) => setTable({ ...table, ...changes });
  return (
    <Dialog
      title="Create the table"
      size="large"
      canSubmit={isWhole(table, table.name)}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(table, { onSuccess: () => open(tablePath(table.name)) })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input
          value={table.name}
          onChange={({ detail }) => change({ name: detail.value.trim() })}
          autoFocus
          spellcheck={false}
        />
      </FormField>
      <KeyFields value={table} onChange={change} />
      <CapacityFields value={table.throughput} onChange={(throughput) => change({ throughput })} />
      <Indexes value={table.indexes} onChange={(indexes) => change({ indexes })} />
    </Dialog>
  );
}

interface IndexesProps {
  readonly value: readonly NewIndex[];
  readonly onChange: (value: readonly NewIndex[]) => void;
}

function Indexes({ value, onChange }: IndexesProps) {
  return (
    <SpaceBetween size="s">
      {value.map((index, at) => (
        <Container
          // biome-ignore lint/suspicious/noArrayIndexKey: an index has nothing else while it is written
          key={at}
          header={
            <Header
              variant="h3"
              actions={
                <Button
                  formAction="none"
                  ariaLabel={`Remove index ${at + 1}`}
                  onClick={() => onChange(value.toSpliced(at, 1))}
                >
                  Remove
                </Button>
              }
            >
              Index {at + 1}
            </Header>
          }
        >
          <SpaceBetween size="m">
            <IndexFields value={index} onChange={(changed) => onChange(value.with(at, changed))} mayBeLocal />
          </SpaceBetween>
        </Container>
      ))}
      <Button formAction="none" iconName="add-plus" onClick={() => onChange([...value, NEW_INDEX])}>
        Add an index
      </Button>
    </SpaceBetween>
  );
}
