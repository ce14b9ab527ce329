import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Json } from "../../parts/code.tsx";
import { Copied } from "../../parts/copied.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Page } from "../../parts/page.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { busPath } from "../paths.ts";
import { PutRule } from "./put-rule.tsx";
import { Targets } from "./targets.tsx";

/** A rule: what it waits for, and its targets. */
export function RulePage() {
  const { bus = "", rule: name = "" } = useParams();
  const client = useClient(EventBridgeClient);
  const answer = useAnswer(
    ["events", "rule", bus, name],
    () => client.send(new DescribeRuleCommand({ EventBusName: bus, Name: name })),
    { every: 5000 },
  );
  const rule = answer.data;
  return (
    <Page
      title={name}
      crumbs={[
        ["EventBridge", "/eventbridge"],
        [bus, busPath(bus)],
      ]}
    >
      {answer.error && !rule && <PageError error={answer.error} />}
      {rule && (
        <SpaceBetween size="l">
          <Container
            header={
              <Header
                actions={
                  <DialogButton label="Edit" ariaLabel="Edit the rule">
                    {(close) => <PutRule bus={bus} rule={rule} onClose={close} />}
                  </DialogButton>
                }
              >
                Overview
              </Header>
            }
          >
            <Facts
              items={[
                { label: "ARN", value: <Copied text={rule.Arn ?? ""} /> },
                { label: "State", value: rule.State === "DISABLED" ? "Disabled" : "Enabled" },
                { label: "Description", value: rule.Description ?? "–" },
                { label: "Schedule", value: rule.ScheduleExpression ?? "–" },
                { label: "Managed by", value: rule.ManagedBy ?? "–" },
              ]}
            />
          </Container>
          {rule.EventPattern !== undefined && (
            <Container header={<Header>Event pattern</Header>}>
              <Json value={rule.EventPattern} label="The event pattern" />
            </Container>
          )}
          <Targets bus={bus} rule={name} />
        </SpaceBetween>
      )}
    </Page>
  );
}
