import { DialogButton } from "../parts/dialog-button.tsx";
import { Page } from "../parts/page.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { Archives } from "./archives/archives.tsx";
import { Replays } from "./archives/replays.tsx";
import { BusList } from "./bus-list.tsx";
import { Sandbox } from "./sandbox.tsx";
import { SendEvent } from "./send-event.tsx";

/** What there is of EventBridge. */
export function FrontPage() {
  return (
    <Page
      title="EventBridge"
      description="Events, and the rules that bring them to targets."
      actions={
        <DialogButton label="Send event" variant="primary">
          {(close) => <SendEvent bus="default" onClose={close} />}
        </DialogButton>
      }
    >
      <PageTabs
        label="EventBridge"
        tabs={[
          { id: "buses", label: "Event buses", content: <BusList /> },
          { id: "archives", label: "Archives", content: <Archives /> },
          { id: "replays", label: "Replays", content: <Replays /> },
          { id: "sandbox", label: "Sandbox", content: <Sandbox /> },
        ]}
      />
    </Page>
  );
}
