import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { Triggers } from "../../lambda/triggers/triggers.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { tablePath } from "../addresses.ts";

/** The functions that the stream of a table invokes. */
export function TriggersTab({ table }: { readonly table: TableDescription }) {
  const { TableName = "", LatestStreamArn, StreamSpecification } = table;
  const stream = StreamSpecification?.StreamEnabled ? LatestStreamArn : undefined;
  if (!stream)
    return (
      <Container header={<Header>Triggers</Header>}>
        <Empty title="The stream is off">
          The stream of a table invokes functions. <PageLink to={tablePath(TableName, "stream")}>Turn it on</PageLink>{" "}
          first.
        </Empty>
      </Container>
    );
  return <Triggers stream={stream} what="each change of an item" />;
}
