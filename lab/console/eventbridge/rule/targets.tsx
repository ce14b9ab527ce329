import { EventBridgeClient, PutTargetsCommand, RemoveTargetsCommand, type Target } from "@aws-sdk/client-eventbridge";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { listTargets } from "../lists.ts";

interface Props {
  readonly bus: string;
  readonly rule: string;
}

const NEW = { Id: "target", Arn: "arn:aws:sqs:us-east-1:000000000000:my-queue" };

/** The targets of a rule. */
export function Targets({ bus, rule }: Props) {
  const client = useClient(EventBridgeClient);
  const [selected, setSelected] = useState<Target[]>([]);
  const answer = useAnswer(["events", "targets", bus, rule], () => listTargets(client, bus, rule), { every: 5000 });
  const [only] = selected;
  const remove = useChange(
    async (targets: readonly Target[]) => {
      const Ids = targets.map(({ Id = "" }) => Id);
      await client.send(new RemoveTargetsCommand({ EventBusName: bus, Rule: rule, Ids }));
      setSelected([]);
    },
    { done: (targets) => `Removed ${targets.map(({ Id }) => Id).join(", ")}`, stale: ["events"] },
  );
  return (
    <ResourceTable
      title="Targets"
      answer={answer}
      id={({ Id = "" }) => Id}
      selected={selected}
      onSelect={setSelected}
      columns={[
        { id: "id", header: "ID", minWidth: 120, isRowHeader: true, sortingField: "Id", cell: ({ Id }) => Id },
        { id: "arn", header: "ARN", minWidth: 260, cell: ({ Arn }) => Arn },
        { id: "input", header: "Input", minWidth: 140, cell: inputOf },
        {
          id: "dead",
          header: "Dead letters",
          minWidth: 130,
          cell: ({ DeadLetterConfig }) => DeadLetterConfig?.Arn?.split(":").at(-1) ?? "–",
        },
      ]}
      empty={<Empty title="No targets yet">Events that fit the rule go nowhere.</Empty>}
      actions={
        <>
          <ConfirmedButton
            label="Remove"
            disabled={selected.length === 0}
            onConfirm={() => remove.mutateAsync(selected)}
          >
            {selected.map(({ Id }) => Id).join(", ")} will get nothing more.
          </ConfirmedButton>
          <DialogButton label="Edit" ariaLabel="Edit the target" disabled={selected.length !== 1}>
            {(close) => only && <PutTarget bus={bus} rule={rule} target={only} onClose={close} />}
          </DialogButton>
          <DialogButton label="Add target" variant="primary">
            {(close) => <PutTarget bus={bus} rule={rule} target={NEW} onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

function inputOf({ Input, InputPath, InputTransformer }: Target) {
  if (Input !== undefined) return "Constant";
  if (InputPath !== undefined) return InputPath;
  return InputTransformer ? "Transformed" : "The event";
}

/** A target as AWS's API takes it: there are more kinds than a form has fields. */
function PutTarget({ bus, rule, target, onClose }: Props & { readonly target: Target; readonly onClose: () => void }) {
  const client = useClient(EventBridgeClient);
  const [text, setText] = useState(() => JSON.stringify(target, null, 2));
  const put = useChange(
    async (given: string) => {
      const Targets = [JSON.parse(given) as Target];
      const input = { EventBusName: bus, Rule: rule, Targets };
      const { FailedEntries: [failed] = [] } = await client.send(new PutTargetsCommand(input));
      if (failed?.ErrorMessage) throw new Error(failed.ErrorMessage);
    },
    { done: () => `Changed the targets of ${rule}`, stale: ["events"], inForm: true },
  );
  return (
    <Dialog
      title="Target"
      submit="Save"
      size="large"
      canSubmit={problemOf(text) === undefined}
      isBusy={put.isPending}
      error={put.error}
      onSubmit={() => put.mutate(text, { onSuccess: onClose })}
      onClose={onClose}
    >
      <JsonField
        label="Target"
        description="As PutTargets takes it: Id and Arn, and where needed RoleArn, Input, InputTransformer, RetryPolicy, DeadLetterConfig."
        value={text}
        onChange={setText}
      />
    </Dialog>
  );
}
