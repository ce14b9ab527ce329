import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";
import { type ReactNode, useState } from "react";
import { usePlace } from "../../cloud/place.ts";
import { Empty } from "../empty.tsx";
import { PageError } from "../page-error.tsx";
import { useParameter } from "../parameter.ts";
import { FilterForm } from "./filter-form.tsx";
import { LogLines } from "./log-lines.tsx";
import { useTail } from "./use-tail.ts";

interface Props {
  readonly group: string;
  /** One stream of the group, instead of all. */
  readonly stream?: string;
  /** What to do so that something is logged. */
  readonly hint: ReactNode;
}

/** A log as it is written: the last hour, and what comes. The filter stands in the address. */
export function LiveTail({ group, stream, hint }: Props) {
  const { account, region } = usePlace();
  const [pattern, setPattern] = useParameter("filter");
  const [isPaused, setPaused] = useState(false);
  return (
    <SpaceBetween size="s">
      <FilterForm key={pattern} pattern={pattern} onChange={setPattern}>
        <Toggle checked={!isPaused} onChange={({ detail }) => setPaused(!detail.checked)}>
          Live
        </Toggle>
      </FilterForm>
      <Tail key={[account, region, group, stream, pattern].join(" ")} {...{ group, stream, pattern, isPaused, hint }} />
    </SpaceBetween>
  );
}

interface TailProps extends Pick<Props, "group" | "hint"> {
  readonly stream: string | undefined;
  readonly pattern: string;
  readonly isPaused: boolean;
}

function Tail({ group, stream, pattern, isPaused, hint }: TailProps) {
  const { lines, isKnown, error } = useTail({ group, stream, pattern, isPaused });
  if (!isKnown) return <Spinner />;
  const isMissing = error?.name === "ResourceNotFoundException";
  return (
    <>
      {error && !isMissing && <PageError error={error} />}
      <LogLines
        isLive
        label={`Log of ${stream ?? group}`}
        lines={lines}
        {...(stream === undefined && { group })}
        empty={
          isMissing ? (
            <Empty title={`There is no log group ${group} yet`}>{hint}</Empty>
          ) : (
            <Empty title={pattern === "" ? "Nothing was logged in the last hour" : "No matches in the last hour"}>
              {hint}
            </Empty>
          )
        }
      />
      <StatusIndicator type={isPaused ? "stopped" : "in-progress"}>
        {isPaused ? "Paused" : "Waiting for new lines"}
        {lines.length > 0 && `; ${lines.length.toLocaleString()} ${lines.length === 1 ? "line" : "lines"}`}
      </StatusIndicator>
    </>
  );
}
