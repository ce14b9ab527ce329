import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { Triggers } from "../../lambda/triggers/triggers.tsx";
import { Empty } from "../../parts/empty.tsx";

/** The functions that the stream of a table invokes. */
export function TriggersTab({ table }: { readonly table: TableDescription }) {
  const { LatestStreamArn, StreamSpecification } = table;
  const stream = StreamSpecification?.StreamEnabled ? LatestStreamArn : undefined;
  if (!stream) return <Empty title="The stream is off">A stream invokes functions. Turn it on in its tab.</Empty>;
  return <Triggers stream={stream} what="each change of an item" />;
}
