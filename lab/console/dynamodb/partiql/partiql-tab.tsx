import { DynamoDBClient, ExecuteStatementCommand, type ExecuteStatementCommandOutput } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { usePlace } from "../../cloud/place.ts";
import { useParameter } from "../../parts/parameter.ts";
import { shortened } from "../../parts/shortened.ts";
import { ResultTable } from "./result-table.tsx";
import { useStatements } from "./use-statements.ts";
import "../../parts/json-field.css";

/** An editor of statements, and what the last one answered. A statement from the address is not run unasked: it may delete. */
export function PartiqlTab({ table }: { readonly table: string }) {
  const client = useClient(DynamoDBClient);
  const { account, region } = usePlace();
  const queries = useQueryClient();
  const [statement, setStatement] = useParameter("statement", `SELECT * FROM "${table}"`);
  const [text, setText] = useState(statement);
  const { statements, save } = useStatements(table);
  const [run, setRun] = useState<Run>({});
  const execute = async (Statement: string, before: Run) => {
    setRun({ ...before, isBusy: true });
    try {
      const answer = await client.send(
        new ExecuteStatementCommand({
          Statement,
          NextToken: before.answer?.NextToken,
          Limit: 100,
          ReturnConsumedCapacity: "TOTAL",
        }),
      );
      const items = [...(before.answer?.Items ?? []), ...(answer.Items ?? [])];
      setRun({ statement: Statement, answer: { ...answer, Items: items } });
    } catch (error) {
      setRun({ statement: Statement, error: error as Error });
    }
    // Whatever the statement did, other tabs show it.
    await queries.invalidateQueries({ queryKey: [account, region, "dynamodb", "items"] });
  };
  const start = () => {
    if (text.trim() === "" || run.isBusy) return;
    setStatement(text);
    save(text);
    execute(text, {});
  };
  return (
    <SpaceBetween size="l">
      <Container>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            start();
          }}
        >
          <SpaceBetween size="s">
            <FormField
              label="Statement"
              description="PartiQL: SELECT, INSERT, UPDATE or DELETE. Ctrl+Enter runs it."
              errorText={run.error && `${run.error.name}: ${run.error.message}`}
              stretch
            >
              <div className="json-field">
                <Textarea
                  value={text}
                  rows={5}
                  spellcheck={false}
                  onChange={({ detail }) => setText(detail.value)}
                  onKeyDown={({ detail }) => {
                    if (detail.key === "Enter" && (detail.ctrlKey || detail.metaKey)) start();
                  }}
                />
              </div>
            </FormField>
            <div className="dynamodb-row">
              <Button variant="primary" loading={run.isBusy ?? false}>
                Run
              </Button>
              {statements.length > 0 && (
                <div className="dynamodb-grow">
                  <Select
                    ariaLabel="Last statements"
                    placeholder="Last statements"
                    selectedOption={null}
                    options={statements.map((one) => ({ value: one, label: shortened(one, 120) }))}
                    onChange={({ detail }) => setText(detail.selectedOption.value ?? "")}
                    expandToViewport
                  />
                </div>
              )}
            </div>
          </SpaceBetween>
        </form>
      </Container>
      {run.answer && (
        <ResultTable
          answer={run.answer}
          isBusy={run.isBusy ?? false}
          onMore={() => execute(run.statement ?? "", run)}
        />
      )}
    </SpaceBetween>
  );
}

/** A statement that was run, and what came of it so far. */
interface Run {
  readonly statement?: string;
  readonly isBusy?: boolean;
  readonly answer?: ExecuteStatementCommandOutput;
  readonly error?: Error;
}
