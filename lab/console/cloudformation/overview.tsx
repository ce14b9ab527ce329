import type { Stack } from "@aws-sdk/client-cloudformation";
import Container from "@cloudscape-design/components/container";
import Spinner from "@cloudscape-design/components/spinner";
import { Copied } from "../parts/copied.tsx";
import { Facts } from "../parts/facts.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { Time } from "../parts/time.tsx";
import { pageOf } from "../sections.ts";
import { stackPath } from "./stack-address.ts";
import { Status } from "./status.tsx";

interface Props {
  readonly stack: Stack | undefined;
  readonly status: string | undefined;
}

/** What CloudFormation says of a stack, in short. */
export function Overview({ stack, status }: Props) {
  if (!stack)
    return (
      <Container>
        <Spinner />
      </Container>
    );
  const { CreationTime, LastUpdatedTime, StackId, RoleARN, ParentId, EnableTerminationProtection } = stack;
  const role = RoleARN && pageOf("AWS::IAM::Role", RoleARN.split("/").at(-1));
  return (
    <Container>
      <Facts
        items={[
          { label: "Status", value: <Status of={status} /> },
          { label: "Created", value: <Time at={CreationTime} /> },
          { label: "Updated", value: <Time at={LastUpdatedTime} /> },
          ...(StackId ? [{ label: "ARN", value: <Copied text={StackId} /> }] : []),
          ...(EnableTerminationProtection ? [{ label: "Termination protection", value: "On" }] : []),
          ...(RoleARN ? [{ label: "Role", value: role ? <PageLink to={role}>{RoleARN}</PageLink> : RoleARN }] : []),
          ...(ParentId
            ? [{ label: "Nested in", value: <PageLink to={stackPath(ParentId)}>{ParentId.split("/")[1]}</PageLink> }]
            : []),
        ]}
      />
    </Container>
  );
}
