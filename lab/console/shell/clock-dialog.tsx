import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import DatePicker from "@cloudscape-design/components/date-picker";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TimeInput from "@cloudscape-design/components/time-input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { MovedClock } from "../../cloud/control/clock-facts.ts";
import { changeLab } from "../cloud/lab.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useNotices } from "./notices.tsx";

const STEPS = [
  ["1 hour", 3600],
  ["1 day", 86_400],
] as const;

/** What `PUT /_lab/clock` takes. */
type Move = { readonly by: number } | { readonly to: string };

interface Props {
  /** The lab's time in words, if it has been moved. */
  readonly now: string | undefined;
  readonly onClose: () => void;
}

/** Moves the lab's time forward: by an hour, by a day, or to a date. */
export function ClockDialog({ now, onClose }: Props) {
  const [day, setDay] = useState("");
  const [time, setTime] = useState("00:00");
  const { tell } = useNotices();
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation<MovedClock, Error, Move>({
    mutationFn: (move) => changeLab<MovedClock>("clock", { change: move }),
    onSuccess: ({ fired, complete }) => {
      tell(`Moved the clock: ${fired} timer${fired === 1 ? "" : "s"} fired${complete ? "" : ", and more are due"}`);
      onClose();
    },
    // Anything may look different by now.
    onSettled: () => queries.invalidateQueries(),
  });
  const moment = momentOf(day, time);
  return (
    <Dialog
      title="Move the lab's clock"
      submit="Move to this date"
      isBusy={isPending}
      canSubmit={moment !== undefined}
      error={error}
      onSubmit={() => moment && mutate({ to: moment })}
      onClose={onClose}
    >
      {now && <Box>Now {now}</Box>}
      <FormField label="Forward by" description="Everything due in between happens, in order. The clock can't go back.">
        <SpaceBetween direction="horizontal" size="xs">
          {STEPS.map(([name, by]) => (
            <Button key={name} formAction="none" disabled={isPending} onClick={() => mutate({ by })}>
              {name}
            </Button>
          ))}
        </SpaceBetween>
      </FormField>
      <SpaceBetween direction="horizontal" size="xs">
        <FormField label="To a date">
          <DatePicker
            value={day}
            onChange={({ detail }) => setDay(detail.value)}
            placeholder="YYYY/MM/DD"
            openCalendarAriaLabel={(chosen) => `Choose a date${chosen ? `, ${chosen} is chosen` : ""}`}
            expandToViewport
          />
        </FormField>
        <FormField label="Time of day">
          <TimeInput value={time} onChange={({ detail }) => setTime(detail.value)} format="hh:mm" placeholder="hh:mm" />
        </FormField>
      </SpaceBetween>
    </Dialog>
  );
}

/** A day and a time of this browser's zone as ISO 8601; nothing while they are not both whole. */
function momentOf(day: string, time: string): string | undefined {
  const date = new Date(`${day}T${time}`);
  return day === "" || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
