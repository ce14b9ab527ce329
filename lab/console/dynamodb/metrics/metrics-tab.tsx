import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";
import { usePlace } from "../../cloud/place.ts";
import { useLiveSpans } from "../../trace/live-spans.ts";
import { callsOf } from "./calls.ts";
import { Charts } from "./charts.tsx";
import { Operations } from "./operations.tsx";
import { Sizes } from "./sizes.tsx";

/** A table in figures: what it holds, and, where the lab traces them, the calls for its items. */
export function MetricsTab({ table }: { readonly table: TableDescription }) {
  const { isLab } = usePlace();
  return (
    <SpaceBetween size="l">
      <Sizes table={table} />
      {isLab && <TracedCalls table={table.TableName ?? ""} />}
    </SpaceBetween>
  );
}

function TracedCalls({ table }: { readonly table: string }) {
  const { account, region } = usePlace();
  const { spans, error } = useLiveSpans(false);
  const calls = useMemo(() => callsOf({ table, account, region }, spans), [table, account, region, spans]);
  return (
    <SpaceBetween size="l">
      {error && <Alert type="warning">{error.message}</Alert>}
      {calls.length > 0 && <Charts calls={calls} />}
      <Operations calls={calls} />
    </SpaceBetween>
  );
}
