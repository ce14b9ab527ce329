import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { useClient } from "../../cloud/clients.ts";
import { collect, unlessMissing } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { lineOf } from "../../parts/logs/log-line.ts";
import { limitsOf, parseRange } from "../../parts/time-ranges.ts";
import { invocationsOf, PATTERN } from "./invocations.ts";

/** How many lines are looked at. */
const MOST = 5000;

/** The invocations that a function's log tells of, within a range of time as it stands in the address. */
export function useInvocations(name: string, group: string, range: string) {
  const client = useClient(CloudWatchLogsClient);
  return useAnswer(
    ["lambda", "invocations", name, group, range],
    async () => {
      const input = { logGroupName: group, filterPattern: PATTERN, ...limitsOf(range) };
      const events = await unlessMissing(
        collect(paginateFilterLogEvents({ client }, input), ({ events }) => events, MOST),
      );
      const lines = (events ?? []).map(lineOf);
      return { invocations: invocationsOf(lines), isCut: lines.length >= MOST };
    },
    // What is over does not change.
    { every: parseRange(range)?.type === "absolute" ? false : 3000 },
  );
}
