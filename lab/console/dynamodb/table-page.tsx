import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useOpen } from "../shell/addresses.ts";
import { BackupsTab } from "./backups/backups-tab.tsx";
import { IndexesTab } from "./indexes/indexes-tab.tsx";
import { ItemsTab } from "./items/items-tab.tsx";
import { MetricsTab } from "./metrics/metrics-tab.tsx";
import { OverviewTab } from "./overview/overview-tab.tsx";
import { PartiqlTab } from "./partiql/partiql-tab.tsx";
import { StreamTab } from "./stream/stream-tab.tsx";
import { DeleteTables } from "./tables/delete-tables.tsx";
import { TriggersTab } from "./triggers/triggers-tab.tsx";
import { useTable } from "./use-table.ts";

const CRUMBS = [["DynamoDB", "/dynamodb"]] as const;

/** A table: its items, and how it is set up. */
export function TablePage() {
  const { table: name = "" } = useParams();
  // Another table is another page, with forms of its own.
  return <OneTable key={name} name={name} />;
}

function OneTable({ name }: { readonly name: string }) {
  const open = useOpen();
  const { data: table, error } = useTable(name);
  if (!table)
    return (
      <Page title={name} crumbs={CRUMBS}>
        {error ? <PageError error={error} /> : <Spinner size="large" />}
      </Page>
    );
  return (
    <Page title={name} crumbs={CRUMBS} actions={<DeleteTables names={[name]} onDone={() => open("/dynamodb")} />}>
      {error && <PageError error={error} />}
      <PageTabs
        label={`The table ${name}`}
        tabs={[
          { id: "items", label: "Items", content: <ItemsTab table={table} /> },
          { id: "partiql", label: "PartiQL", content: <PartiqlTab table={name} /> },
          { id: "overview", label: "Overview", content: <OverviewTab table={table} /> },
          { id: "metrics", label: "Metrics", content: <MetricsTab table={table} /> },
          { id: "indexes", label: "Indexes", content: <IndexesTab table={table} /> },
          { id: "stream", label: "Stream", content: <StreamTab table={table} /> },
          { id: "triggers", label: "Triggers", content: <TriggersTab table={table} /> },
          { id: "backups", label: "Backups", content: <BackupsTab table={table} /> },
        ]}
      />
    </Page>
  );
}
