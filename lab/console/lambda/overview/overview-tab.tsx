import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Copied } from "../../parts/copied.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { Time } from "../../parts/time.tsx";
import { RoleLink } from "../role-link.tsx";
import { State } from "../state.tsx";
import { logGroupOf } from "../use-function.ts";
import { Sources } from "./sources.tsx";
import { Statements } from "./statements.tsx";
import { Urls } from "./urls.tsx";

/** A function at a glance: what it is, who may invoke it, and what triggers it. */
export function OverviewTab({ configuration }: { readonly configuration: FunctionConfiguration }) {
  const { FunctionName: name = "", FunctionArn = "", Runtime, Role = "", LastModified, PackageType } = configuration;
  const group = logGroupOf(configuration);
  return (
    <SpaceBetween size="l">
      <Container>
        <Facts
          items={[
            { label: "ARN", value: <Copied text={FunctionArn} /> },
            { label: "State", value: <State configuration={configuration} /> },
            { label: "Runtime", value: Runtime ?? (PackageType === "Image" ? "container image" : "–") },
            { label: "Role", value: <RoleLink arn={Role} /> },
            { label: "Log", value: <PageLink to={`/logs/${encodeURIComponent(group)}`}>{group}</PageLink> },
            { label: "Changed", value: <Time at={LastModified} /> },
          ]}
        />
      </Container>
      <Statements name={name} />
      <Sources name={name} />
      <Urls name={name} />
    </SpaceBetween>
  );
}
