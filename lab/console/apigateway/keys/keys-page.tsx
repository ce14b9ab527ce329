import { Page } from "../../parts/page.tsx";
import { PageTabs } from "../../parts/page-tabs.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { UsagePlans } from "./usage-plans.tsx";

/** Callers REST APIs by a key, how often, and which. */
export function KeysPage() {
  return (
    <Page
      title="API keys and usage plans"
      description="A usage plan limits how often its keys may call its stages. Keys identify callers; they are no authentication."
      crumbs={[["API Gateway", "/apigateway"]]}
    >
      <PageTabs
        label="API keys and usage plans"
        tabs={[
          { id: "keys", label: "API keys", content: <ApiKeys /> },
          { id: "plans", label: "Usage plans", content: <UsagePlans /> },
        ]}
      />
    </Page>
  );
}
