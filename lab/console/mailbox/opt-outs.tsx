import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { OutboxFacts } from "../../cloud/control/outbox-facts.ts";
import { changeLab } from "../cloud/lab.ts";
import { usePlace } from "../cloud/place.ts";
import { useChange } from "../cloud/queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";

/** Who wants no text messages, since they answered STOP; and who answers it, or takes it back. */
export function OptOuts({ numbers }: { readonly numbers: readonly string[] }) {
  const optIn = useOptOut(false);
  return (
    <Table
      items={numbers}
      trackBy={(number) => number}
      columnDefinitions={[
        { id: "number", header: "Phone number", isRowHeader: true, cell: (number) => number },
        {
          id: "in",
          header: "Action",
          cell: (number) => (
            <Button variant="inline-link" ariaLabel={`Opt in ${number}`} onClick={() => optIn.mutate(number)}>
              Opt in
            </Button>
          ),
        },
      ]}
      header={
        <Header
          counter={`(${numbers.length})`}
          description="Their owners answered STOP: they get no text messages."
          actions={<DialogButton label="Opt out">{(close) => <OptOut onClose={close} />}</DialogButton>}
        >
          Opt-outs
        </Header>
      }
      empty={<Empty title="Nobody has opted out">Every phone number gets text messages.</Empty>}
    />
  );
}

function OptOut({ onClose }: { readonly onClose: () => void }) {
  const [number, setNumber] = useState("");
  const optOut = useOptOut(true);
  return (
    <Dialog
      title="Opt out a phone number"
      submit="Opt out"
      canSubmit={number !== ""}
      isBusy={optOut.isPending}
      error={optOut.error}
      onSubmit={() => optOut.mutate(number, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Phone number" description="Answers STOP for its owner.">
        <Input
          value={number}
          inputMode="tel"
          placeholder="+15550001111"
          onChange={({ detail }) => setNumber(detail.value.replace(/[\s()-]/g, ""))}
        />
      </FormField>
    </Dialog>
  );
}

/** Takes a phone number out, or in again. */
function useOptOut(optedOut: boolean) {
  const place = usePlace();
  return useChange(
    (number: string) =>
      changeLab<OutboxFacts>(`opt-outs/${encodeURIComponent(number)}`, { change: { optedOut }, place }),
    {
      done: (number) => `${number} gets ${optedOut ? "no text messages" : "text messages"} now`,
      stale: ["outbox"],
      inForm: optedOut,
    },
  );
}
