import { IAMClient } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Json } from "../parts/code.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { Time } from "../parts/time.tsx";
import { AccessKeys } from "./access-keys.tsx";
import { DeletePrincipal } from "./delete-principal.tsx";
import { Members } from "./members.tsx";
import { type Principal, type PrincipalKind, principalOf } from "./principals.ts";

/** A user, a group or a role: what it may do, and by which policies. */
export function PrincipalPage({ kind }: { readonly kind: PrincipalKind }) {
  const { name = "" } = useParams();
  const client = useClient(IAMClient);
  const answer = useAnswer(["iam", kind, name], () => principalOf(kind, name, client));
  const plural = `${kind}s`;
  return (
    <Page
      title={name}
      description={answer.data?.arn}
      crumbs={[
        ["IAM", "/iam"],
        [plural.charAt(0).toUpperCase() + plural.slice(1), `/iam/${plural}`],
      ]}
      actions={
        answer.data && (
          <SpaceBetween direction="horizontal" size="s" alignItems="center">
            <PageLink to={`/iam/simulator?principal=${encodeURIComponent(answer.data.arn)}`}>Simulate</PageLink>
            <DeletePrincipal kind={kind} name={name} principal={answer.data} />
          </SpaceBetween>
        )
      }
    >
      {answer.error && <PageError error={answer.error} />}
      {answer.isPending && <Spinner />}
      {answer.data && <Overview principal={answer.data} />}
      {answer.data?.keys && <AccessKeys user={name} keys={answer.data.keys} />}
      {answer.data?.members && <Members group={name} members={answer.data.members} />}
      {answer.data && <Policies principal={answer.data} />}
      {answer.data?.trust && (
        <Container header={<Header description="Who can assume this role.">Trust</Header>}>
          <Json label="The trust policy" value={answer.data.trust} />
        </Container>
      )}
    </Page>
  );
}

function Overview({ principal: { created, lastUsed, boundary, groups } }: { readonly principal: Principal }) {
  return (
    <Container>
      <Facts
        items={[
          { label: "Created", value: <Time at={created} /> },
          ...(lastUsed ? [{ label: "Last used", value: <Time at={lastUsed} /> }] : []),
          ...(boundary ? [{ label: "Permissions boundary", value: <PolicyLink arn={boundary} /> }] : []),
          ...(groups ? [{ label: "Groups", value: <GroupLinks groups={groups} /> }] : []),
        ]}
      />
    </Container>
  );
}

function Policies({ principal: { attached, inline } }: { readonly principal: Principal }) {
  return (
    <Container header={<Header counter={`(${attached.length + inline.length})`}>Policies</Header>}>
      <SpaceBetween size="s">
        {attached.length + inline.length === 0 && <Box>No policies, so nothing is allowed.</Box>}
        {attached.map((arn) => (
          <PolicyLink key={arn} arn={arn} />
        ))}
        {inline.map(({ name, document }) => (
          <ExpandableSection
            key={name}
            headerText={name}
            headerDescription="inline"
            defaultExpanded={inline.length === 1}
          >
            <Json label={`The policy ${name}`} value={document} />
          </ExpandableSection>
        ))}
      </SpaceBetween>
    </Container>
  );
}

function GroupLinks({ groups }: { readonly groups: readonly string[] }) {
  if (groups.length === 0) return "–";
  return groups.map((name) => (
    <div key={name}>
      <PageLink to={`/iam/groups/${encodeURIComponent(name)}`}>{name}</PageLink>
    </div>
  ));
}

function PolicyLink({ arn }: { readonly arn: string }) {
  return <PageLink to={`/iam/policy?arn=${encodeURIComponent(arn)}`}>{arn}</PageLink>;
}
