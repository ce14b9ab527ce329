import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { constructsOf } from "../../cloud/auth/constructs.ts";
import type { Denial } from "../../cloud/auth/denials.ts";
import { whoCalled } from "../../cloud/trace/span-tree.ts";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Json } from "../parts/code.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { Time } from "../parts/time.tsx";

/**
 * A denial: why, and what would allow it, down to the construct to grant on.
 * @param isShared whether whose it is has to be told
 */
export function DenialBox({ denial, isShared }: { readonly denial: Denial; readonly isShared: boolean }) {
  const { id, at, caller, action, resource, enforced, reason, considered, by, suggestion } = denial;
  const client = useClient(CloudFormationClient);
  const constructs = useAnswer(["denial", id], () => constructsOf(denial, client), { when: denial.role !== undefined });
  const { caller: grantee, resource: granted } = constructs.data ?? {};
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={<>on {resource}</>}
          actions={
            <Box color="text-body-secondary">
              <Time at={at} />
            </Box>
          }
        >
          <StatusIndicator type={enforced ? "error" : "warning"}>
            {enforced ? "Denied" : "Would be denied"} {action}
          </StatusIndicator>
        </Header>
      }
    >
      <SpaceBetween size="s">
        <div>
          <b title={caller}>{whoCalled(denial, isShared)}</b> {enforced ? "was" : "would be"} denied {reason}.
        </div>
        {by && (
          <div>
            <Box variant="awsui-key-label">Denied by {by.policy}</Box>
            <Json label="The statement that denies it" value={by.statement} />
          </div>
        )}
        {suggestion && (
          <div>
            <Box variant="awsui-key-label">A statement that would allow it</Box>
            <Json label="What would allow it" value={suggestion} />
            {grantee && (
              <Box padding={{ top: "xs" }}>
                In the CDK, grant it to <b>{grantee}</b>
                {granted && (
                  <>
                    {" "}
                    on <b>{granted}</b>
                  </>
                )}
                .
              </Box>
            )}
          </div>
        )}
        <ExpandableSection headerText={`Policies evaluated (${considered.length})`}>
          {considered.length === 0
            ? "None. Neither the caller nor the resource has a policy."
            : considered.map((name) => (
                <div key={name}>
                  {name.startsWith("arn:") ? (
                    <PageLink to={`/iam/policy?arn=${encodeURIComponent(name)}`}>{name}</PageLink>
                  ) : (
                    name
                  )}
                </div>
              ))}
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
