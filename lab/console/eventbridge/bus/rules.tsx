import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  RemoveTargetsCommand,
  type Rule,
} from "@aws-sdk/client-eventbridge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { listRules, listTargets } from "../lists.ts";
import { rulePath } from "../paths.ts";
import { PutRule } from "../rule/put-rule.tsx";

/** The rules of a bus. */
export function Rules({ bus }: { readonly bus: string }) {
  const client = useClient(EventBridgeClient);
  const [chosen, setChosen] = useState<Rule[]>([]);
  const answer = useAnswer(["events", "rules", bus], () => listRules(client, bus), { every: 5000 });
  const selected = (answer.data ?? []).filter(({ Name }) => chosen.some((one) => one.Name === Name));
  const names = selected.map(({ Name }) => Name).join(", ");
  const isAnyOn = selected.some(({ State }) => State !== "DISABLED");
  const remove = useChange(
    async (rules: readonly Rule[]) => {
      for (const { Name = "" } of rules) {
        const Ids = (await listTargets(client, bus, Name)).map(({ Id = "" }) => Id);
        if (Ids.length > 0) await client.send(new RemoveTargetsCommand({ EventBusName: bus, Rule: Name, Ids }));
        await client.send(new DeleteRuleCommand({ EventBusName: bus, Name }));
      }
    },
    { done: () => `Deleted ${names}`, stale: ["events"] },
  );
  const turn = useChange(
    async (rules: readonly Rule[]) => {
      for (const { Name } of rules) {
        const input = { EventBusName: bus, Name };
        if (isAnyOn) await client.send(new DisableRuleCommand(input));
        else await client.send(new EnableRuleCommand(input));
      }
    },
    { done: () => `${isAnyOn ? "Disabled" : "Enabled"} ${names}`, stale: ["events"] },
  );
  return (
    <ResourceTable
      title="Rules"
      answer={answer}
      id={({ Name = "" }) => Name}
      selected={selected}
      onSelect={setChosen}
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 160,
          isRowHeader: true,
          sortingField: "Name",
          cell: ({ Name = "" }) => <PageLink to={rulePath(bus, Name)}>{Name}</PageLink>,
        },
        {
          id: "state",
          header: "State",
          minWidth: 120,
          cell: ({ State }) => (
            <StatusIndicator type={State === "DISABLED" ? "stopped" : "success"}>
              {State === "DISABLED" ? "Disabled" : "Enabled"}
            </StatusIndicator>
          ),
        },
        {
          id: "when",
          header: "Pattern or schedule",
          minWidth: 240,
          cell: ({ EventPattern, ScheduleExpression }) => (
            <Box variant="code">{[ScheduleExpression, EventPattern].filter(Boolean).join(" ")}</Box>
          ),
        },
      ]}
      empty={<Empty title="No rules yet">Without rules, events that arrive here go nowhere.</Empty>}
      actions={
        <>
          <Button disabled={selected.length === 0} loading={turn.isPending} onClick={() => turn.mutate(selected)}>
            {isAnyOn || selected.length === 0 ? "Disable" : "Enable"}
          </Button>
          <ConfirmedButton
            label="Delete"
            disabled={selected.length === 0}
            onConfirm={() => remove.mutateAsync(selected)}
          >
            {names} will be gone, with all targets.
          </ConfirmedButton>
          <DialogButton label="Create rule" variant="primary">
            {(close) => <PutRule bus={bus} onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}
