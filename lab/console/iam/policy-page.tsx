import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Json } from "../parts/code.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { policyOf } from "./trusted.ts";

/** A managed policy: its document, in each of its versions, and who has it. */
export function PolicyPage() {
  const [query] = useSearchParams();
  const PolicyArn = query.get("arn") ?? "";
  const client = useClient(IAMClient);
  const [chosen, setChosen] = useState<string>();
  const answer = useAnswer(["iam", "policy", PolicyArn], async () => {
    const [{ Policy }, { Versions = [] }, entities] = await Promise.all([
      client.send(new GetPolicyCommand({ PolicyArn })),
      client.send(new ListPolicyVersionsCommand({ PolicyArn })),
      client.send(new ListEntitiesForPolicyCommand({ PolicyArn })),
    ]);
    return { Policy, Versions, entities };
  });
  const version = chosen ?? answer.data?.Policy?.DefaultVersionId;
  const document = useAnswer(
    ["iam", "policy", PolicyArn, version],
    async () => {
      const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: version ?? "" }));
      return policyOf(PolicyVersion?.Document);
    },
    { when: version !== undefined },
  );
  const { PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] } = answer.data?.entities ?? {};
  const holders = [
    ...PolicyRoles.map(({ RoleName = "" }) => ["roles", RoleName] as const),
    ...PolicyUsers.map(({ UserName = "" }) => ["users", UserName] as const),
    ...PolicyGroups.map(({ GroupName = "" }) => ["groups", GroupName] as const),
  ];
  return (
    <Page
      title={answer.data?.Policy?.PolicyName ?? PolicyArn}
      description={PolicyArn}
      crumbs={[
        ["IAM", "/iam"],
        ["Policies", "/iam/policies"],
      ]}
    >
      {answer.error && <PageError error={answer.error} />}
      <Container
        header={
          <Header
            actions={
              <Select
                selectedOption={version === undefined ? null : { value: version, label: version }}
                options={(answer.data?.Versions ?? []).map(({ VersionId = "", IsDefaultVersion }) => ({
                  value: VersionId,
                  label: VersionId,
                  ...(IsDefaultVersion && { description: "the one in force" }),
                }))}
                onChange={({ detail }) => setChosen(detail.selectedOption.value)}
                ariaLabel="Version"
              />
            }
          >
            Document
          </Header>
        }
      >
        {document.error ? (
          <PageError error={document.error} />
        ) : (
          <Json label="The policy" value={document.data ?? {}} />
        )}
      </Container>
      <Container header={<Header counter={`(${holders.length})`}>Attached to</Header>}>
        {holders.length === 0
          ? "Not attached to anything."
          : holders.map(([kind, name]) => (
              <div key={`${kind}/${name}`}>
                <PageLink to={`/iam/${kind}/${encodeURIComponent(name)}`}>{name}</PageLink> ({kind.slice(0, -1)})
              </div>
            ))}
      </Container>
      {answer.data?.Policy?.Description && (
        <Container>
          <Facts items={[{ label: "Description", value: answer.data.Policy.Description }]} />
        </Container>
      )}
    </Page>
  );
}
