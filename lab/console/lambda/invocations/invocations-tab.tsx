import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useParameter } from "../../parts/parameter.ts";
import { TimeRangePicker } from "../../parts/time-range.tsx";
import { Charts } from "./charts.tsx";
import { InvocationTable } from "./invocation-table.tsx";
import { useInvocations } from "./use-invocations.ts";

interface Props {
  readonly name: string;
  readonly group: string;
}

/** How a function's invocations went: plotted over the time, and one by one. */
export function InvocationsTab({ name, group }: Props) {
  const [range, setRange] = useParameter("range", "1-day");
  const [failed, setFailed] = useParameter("failed");
  const answer = useInvocations(name, group, range);
  const { invocations = [], isCut = false } = answer.data ?? {};
  return (
    <SpaceBetween size="l">
      <div className="lambda-choices">
        <TimeRangePicker value={range} onChange={setRange} />
        <Toggle checked={failed !== ""} onChange={({ detail }) => setFailed(detail.checked ? "1" : "")}>
          Failed only
        </Toggle>
      </div>
      {isCut && (
        <Alert type="info">
          Only the first invocations in this range are shown. Choose a shorter range to see the others.
        </Alert>
      )}
      {invocations.length > 0 && <Charts invocations={invocations} />}
      <InvocationTable answer={answer} group={group} isFailedOnly={failed !== ""} />
    </SpaceBetween>
  );
}
