import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { Time } from "../../parts/time.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";

/** Whether a table can be restored to any second, and how. */
export function Recovery({ table: TableName }: { readonly table: string }) {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(
    ["dynamodb", "recovery", TableName],
    async () => {
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      return ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
    },
    { every: 10_000 },
  );
  const change = useChange(
    (isOn: boolean) =>
      client.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: isOn },
        }),
      ),
    {
      done: (isOn) => `Turned point-in-time recovery ${isOn ? "on" : "off"}`,
      stale: ["dynamodb", "recovery", TableName],
    },
  );
  const { PointInTimeRecoveryStatus, EarliestRestorableDateTime, LatestRestorableDateTime, RecoveryPeriodInDays } =
    answer.data ?? {};
  const isOn = PointInTimeRecoveryStatus === "ENABLED";
  return (
    <Container
      header={
        <Header
          description="Restores the table as it was at any second of the last 35 days, into a new table."
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              {answer.data && (
                <Toggle
                  checked={isOn}
                  disabled={change.isPending}
                  onChange={({ detail }) => change.mutate(detail.checked)}
                >
                  {isOn ? "On" : "Off"}
                </Toggle>
              )}
              <DialogButton label="Restore" ariaLabel="Restore to a point in time" disabled={!isOn}>
                {(close) => <RestoreToMoment table={TableName} latest={LatestRestorableDateTime} onClose={close} />}
              </DialogButton>
            </SpaceBetween>
          }
        >
          Point-in-time recovery
        </Header>
      }
    >
      {answer.isPending && <Spinner />}
      {answer.error && <PageError error={answer.error} />}
      {answer.data && !isOn && "Off. What is changed or deleted can be restored from backups only."}
      {isOn && (
        <Facts
          items={[
            { label: "Earliest time", value: <Time at={EarliestRestorableDateTime} /> },
            { label: "Latest time", value: <Time at={LatestRestorableDateTime} /> },
            { label: "Kept for", value: `${RecoveryPeriodInDays ?? 35} days` },
          ]}
        />
      )}
    </Container>
  );
}

interface RestoreProps {
  readonly table: string;
  readonly latest: Date | undefined;
  readonly onClose: () => void;
}

function RestoreToMoment({ table, latest, onClose }: RestoreProps) {
  const client = useClient(DynamoDBClient);
  const [moment, setMoment] = useState(latest?.toISOString() ?? "");
  const isMoment = moment === "" || !Number.isNaN(Date.parse(moment));
  return (
    <RestoreDialog
      title={`Restore ${table}`}
      from={table}
      canSubmit={isMoment}
      onRestore={(TargetTableName) =>
        client.send(
          new RestoreTableToPointInTimeCommand({
            SourceTableName: table,
            TargetTableName,
            ...(moment === "" ? { UseLatestRestorableTime: true } : { RestoreDateTime: new Date(moment) }),
          }),
        )
      }
      onClose={onClose}
    >
      <FormField
        label="Time"
        description="In ISO 8601, such as 2026-11-30T12:00:00Z. Leave empty for the latest."
        errorText={isMoment ? undefined : "Not a time in ISO 8601."}
      >
        <Input value={moment} spellcheck={false} onChange={({ detail }) => setMoment(detail.value.trim())} />
      </FormField>
    </RestoreDialog>
  );
}
