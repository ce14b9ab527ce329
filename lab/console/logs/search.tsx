import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useClient } from "../cloud/clients.ts";
import { usePlace } from "../cloud/place.ts";
import { Empty } from "../parts/empty.tsx";
import { FilterForm } from "../parts/logs/filter-form.tsx";
import { type LogLine, lineOf } from "../parts/logs/log-line.ts";
import { LogLines } from "../parts/logs/log-lines.tsx";
import { PageError } from "../parts/page-error.tsx";
import { useParameter } from "../parts/parameter.ts";
import { TimeRangePicker } from "../parts/time-range.tsx";
import { limitsOf } from "../parts/time-ranges.ts";

/** How many lines are looked through before somebody has to ask for more. */
const MOST = 10_000;

interface Props {
  readonly group: string;
  /** One stream of the group, instead of all. */
  readonly stream?: string;
}

/** Looks for lines of a log that fit a pattern, in a time. Both stand in the address. */
export function Search({ group, stream }: Props) {
  const client = useClient(CloudWatchLogsClient);
  const { account, region } = usePlace();
  const [pattern, setPattern] = useParameter("filter");
  // A stream is short; a group may hold years.
  const [range, setRange] = useParameter("range", stream === undefined ? "1-day" : "all");
  const answer = useInfiniteQuery({
    queryKey: [account, region, "logs", "search", group, stream, pattern, range],
    initialPageParam: undefined as { readonly token: string; readonly limits: ReturnType<typeof limitsOf> } | undefined,
    queryFn: async ({ pageParam, signal }) => {
      // A page that follows is of the same question, though time went on.
      const limits = pageParam?.limits ?? limitsOf(range);
      const lines: LogLine[] = [];
      let token = pageParam?.token;
      // CloudWatch Logs begins with the oldest, and its pages may be empty; its reader looks for the newest first.
      do {
        const { events = [], nextToken } = await client.send(
          new FilterLogEventsCommand({
            logGroupName: group,
            ...limits,
            ...(stream !== undefined && { logStreamNames: [stream] }),
            ...(pattern !== "" && { filterPattern: pattern }),
            nextToken: token,
          }),
          { abortSignal: signal },
        );
        lines.push(...events.map(lineOf));
        token = nextToken;
      } while (token !== undefined && lines.length < MOST);
      return { lines, next: token === undefined ? undefined : { token, limits } };
    },
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: false,
  });
  const { data, error, isPending, isFetching, hasNextPage, fetchNextPage, refetch } = answer;
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <SpaceBetween size="s">
      <FilterForm key={pattern} pattern={pattern} onChange={setPattern}>
        <TimeRangePicker value={range} onChange={(value) => setRange(value || "all")} />
        <Button iconName="refresh" ariaLabel="Refresh" loading={isFetching} onClick={() => refetch()} />
      </FilterForm>
      {error && <PageError error={error} />}
      {isPending && <Spinner />}
      {data && (
        <LogLines
          label={`Lines of ${stream ?? group}`}
          lines={lines}
          {...(stream === undefined && { group })}
          empty={
            <Empty title={hasNextPage ? "Nothing found so far" : "No matching lines"}>
              {hasNextPage ? "There is more to search." : "Choose a longer time, or another filter."}
            </Empty>
          }
        />
      )}
      {data && (
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <Box color="text-body-secondary">
            {lines.length.toLocaleString()} {lines.length === 1 ? "line" : "lines"}
          </Box>
          {hasNextPage && (
            <Button loading={isFetching} onClick={() => fetchNextPage()}>
              Look for more
            </Button>
          )}
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
