import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useSearchParams } from "react-router";
import type { Denial } from "../../cloud/auth/denials.ts";
import { shortCaller } from "../../cloud/span-tree.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Json } from "../parts/code.tsx";
import { Empty } from "../parts/empty.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { Time } from "../parts/time.tsx";
import { IamPage } from "./iam-page.tsx";

/** What IAM did not allow of late: why, and what would allow it. */
export function Denials() {
  const [query, setQuery] = useSearchParams();
  const text = query.get("q") ?? "";
  const answer = useAnswer(
    ["denials"],
    async () => {
      const found = await fetch("/_lab/denials");
      return ((await found.json()) as { denials: Denial[] }).denials.reverse();
    },
    { every: 3000 },
  );
  const all = answer.data ?? [];
  const found = all.filter((denial) => JSON.stringify(denial).toLowerCase().includes(text.toLowerCase()));
  return (
    <IamPage>
      <SpaceBetween size="m">
        {answer.error && <PageError error={answer.error} />}
        {all.length > 1 && (
          <TextFilter
            filteringText={text}
            filteringPlaceholder="An action, a resource, a caller"
            filteringAriaLabel="Find denials"
            countText={`${found.length} of ${all.length}`}
            onChange={({ detail }) => {
              const next = new URLSearchParams(query);
              if (detail.filteringText === "") next.delete("q");
              else next.set("q", detail.filteringText);
              setQuery(next, { replace: true });
            }}
          />
        )}
        {answer.data && found.length === 0 && (
          <Container>
            <Empty title={all.length === 0 ? "Nothing was denied" : "Nothing fits the filter"}>
              {all.length === 0
                ? "Since the lab was started, IAM has allowed all that was asked for."
                : "Look for something else."}
            </Empty>
          </Container>
        )}
        {found.map((denial) => (
          <DenialBox key={denial.id} denial={denial} />
        ))}
      </SpaceBetween>
    </IamPage>
  );
}

function DenialBox({ denial }: { readonly denial: Denial }) {
  const { at, caller, action, resource, enforced, reason, considered, by, suggestion } = denial;
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
          <b title={caller}>{shortCaller(caller)}</b> asked. It was not allowed {reason}.
        </div>
        {by && (
          <div>
            <Box variant="awsui-key-label">Denied by {by.policy}</Box>
            <Json label="The statement that denies it" value={by.statement} />
          </div>
        )}
        {suggestion && (
          <div>
            <Box variant="awsui-key-label">This would allow it</Box>
            <Json label="What would allow it" value={suggestion} />
          </div>
        )}
        <ExpandableSection headerText={`Policies that were looked at (${considered.length})`}>
          {considered.length === 0
            ? "None: who asked has no policies, and the resource has none."
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
