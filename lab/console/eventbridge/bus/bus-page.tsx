import {
  DescribeEventBusCommand,
  EventBridgeClient,
  PutPermissionCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Copied } from "../../parts/copied.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Page } from "../../parts/page.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { PageTabs } from "../../parts/page-tabs.tsx";
import { PolicyContainer } from "../../parts/policy.tsx";
import { Time } from "../../parts/time.tsx";
import { SendEvent } from "../send-event.tsx";
import { Rules } from "./rules.tsx";

/** An event bus: its rules, and who may put events on it. */
export function BusPage() {
  const { bus = "" } = useParams();
  const client = useClient(EventBridgeClient);
  const answer = useAnswer(["events", "bus", bus], () => client.send(new DescribeEventBusCommand({ Name: bus })), {
    every: 5000,
  });
  const { Arn = "", Description, CreationTime } = answer.data ?? {};
  return (
    <Page
      title={bus}
      crumbs={[["EventBridge", "/eventbridge"]]}
      actions={
        <DialogButton label="Send event" variant="primary">
          {(close) => <SendEvent bus={bus} onClose={close} />}
        </DialogButton>
      }
    >
      {answer.error && !answer.data && <PageError error={answer.error} />}
      {answer.data && (
        <>
          <Container header={<Header>Overview</Header>}>
            <Facts
              items={[
                { label: "ARN", value: <Copied text={Arn} /> },
                { label: "Description", value: Description ?? "–" },
                { label: "Created", value: <Time at={CreationTime} /> },
              ]}
            />
          </Container>
          <PageTabs
            label="About the bus"
            tabs={[
              { id: "rules", label: "Rules", content: <Rules bus={bus} /> },
              { id: "policy", label: "Policy", content: <Policy bus={bus} arn={Arn} /> },
            ]}
          />
        </>
      )}
    </Page>
  );
}

function Policy({ bus, arn }: { readonly bus: string; readonly arn: string }) {
  const client = useClient(EventBridgeClient);
  const answer = useAnswer(
    ["events", "policy", bus],
    async () => (await client.send(new DescribeEventBusCommand({ Name: bus }))).Policy ?? "",
  );
  const save = useChange(
    async (text: string) => {
      if (text === "")
        await client.send(new RemovePermissionCommand({ EventBusName: bus, RemoveAllPermissions: true }));
      else await client.send(new PutPermissionCommand({ EventBusName: bus, Policy: text }));
    },
    { done: () => "Changed the policy", stale: ["events"], inForm: true },
  );
  return <PolicyContainer arn={arn} actions={["events:PutEvents"]} answer={answer} save={save} />;
}
