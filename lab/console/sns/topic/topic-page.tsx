import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Page } from "../../parts/page.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { PageTabs } from "../../parts/page-tabs.tsx";
import { PublishMessage } from "../publish/publish-message.tsx";
import { Subscriptions } from "../subscriptions/subscriptions.tsx";
import { nameOf } from "../topic-path.ts";
import { DataProtection } from "./data-protection.tsx";
import { Overview } from "./overview.tsx";
import { DeliveryPolicy, Policy } from "./policy.tsx";
import { Tags } from "./tags.tsx";
import { useTopic } from "./use-topic.ts";

/** A topic: who is subscribed to it, and how it is set. */
export function TopicPage() {
  const { arn = "" } = useParams();
  const answer = useTopic(arn);
  const topic = answer.data;
  const publish = topic && (
    <DialogButton label="Publish message" variant="primary">
      {(close) => <PublishMessage topic={topic} onClose={close} />}
    </DialogButton>
  );
  return (
    <Page title={nameOf(arn)} crumbs={[["SNS", "/sns"]]} actions={publish}>
      {answer.error && !topic && <PageError error={answer.error} />}
      {answer.isPending && <Spinner size="large" />}
      {topic && (
        <>
          <Overview topic={topic} />
          <PageTabs
            label="About the topic"
            tabs={[
              { id: "subscriptions", label: "Subscriptions", content: <Subscriptions topic={topic} /> },
              { id: "policy", label: "Policy", content: <Policy topic={topic} /> },
              { id: "delivery", label: "Delivery policy", content: <DeliveryPolicy topic={topic} /> },
              { id: "protection", label: "Data protection", content: <DataProtection arn={arn} /> },
              { id: "tags", label: "Tags", content: <Tags arn={arn} /> },
            ]}
          />
        </>
      )}
    </Page>
  );
}
