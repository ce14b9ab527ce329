import { Page } from "../../parts/page.tsx";
import { PageTabs } from "../../parts/page-tabs.tsx";
import { Applications } from "./applications.tsx";
import { Sandbox } from "./sandbox.tsx";
import { TextSettings } from "./text-settings.tsx";

/** What SNS sends to phones: text messages, and notifications of applications. */
export function MobilePage() {
  return (
    <Page
      title="Mobile"
      description="Text messages and push notifications. The lab sends none of them: they wait in the outbox."
      crumbs={[["SNS", "/sns"]]}
    >
      <PageTabs
        label="What is sent to phones"
        tabs={[
          { id: "applications", label: "Push applications", content: <Applications /> },
          { id: "sandbox", label: "SMS sandbox", content: <Sandbox /> },
          { id: "settings", label: "SMS settings", content: <TextSettings /> },
        ]}
      />
    </Page>
  );
}
