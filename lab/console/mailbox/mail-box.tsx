import Badge from "@cloudscape-design/components/badge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { KeptMail } from "../../cloud/delivery/mail.ts";
import { Code } from "../parts/code.tsx";
import { Facts } from "../parts/facts.tsx";
import { Time } from "../parts/time.tsx";

const KINDS: Readonly<Record<KeptMail["kind"], string>> = {
  email: "Mail",
  sms: "Text message",
  push: "Push notification",
};

/** So much of a body is shown. */
const LONGEST = 20_000;

/** A message, as its receiver would see it. */
export function MailBox({ mail }: { readonly mail: KeptMail }) {
  const { kind, at, to, from, subject, body, source, undelivered } = mail;
  return (
    <Container
      header={
        <Header variant="h2" description={<Time at={at} />} actions={<Badge>{KINDS[kind]}</Badge>}>
          {subject ?? to}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {undelivered && <StatusIndicator type="warning">Not delivered: {undelivered}</StatusIndicator>}
        <Facts
          items={[
            ...(subject === undefined ? [] : [{ label: "To", value: to }]),
            ...(from === undefined ? [] : [{ label: "From", value: from }]),
            ...(source === undefined ? [] : [{ label: "Sent by", value: source }]),
          ]}
        />
        <Code label="The body" text={body.slice(0, LONGEST)} />
      </SpaceBetween>
    </Container>
  );
}
