import { type EvaluationResult, IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { PageError } from "../parts/page-error.tsx";
import { Scrolling } from "../parts/scrolling.tsx";
import { ArnField } from "../search/arn-field.tsx";
import { IamPage } from "./iam-page.tsx";

/** Asks IAM whether a principal may do something, without doing it. The question stands in the address. */
export function Simulator() {
  const [query, setQuery] = useSearchParams();
  const asked = {
    principal: query.get("principal") ?? "",
    actions: query.get("actions") ?? "",
    resources: query.get("resources") ?? "",
  };
  const [form, setForm] = useState(asked);
  const [picked, setPicked] = useState("");
  const client = useClient(IAMClient);
  const answer = useAnswer(
    ["iam", "simulation", asked],
    async () => {
      const { EvaluationResults = [] } = await client.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: asked.principal,
          ActionNames: wordsOf(asked.actions),
          ...(asked.resources !== "" && { ResourceArns: wordsOf(asked.resources) }),
        }),
      );
      return EvaluationResults;
    },
    { when: asked.principal !== "" && asked.actions !== "" },
  );
  const ask = () => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(form)) {
      if (value.trim() === "") next.delete(name);
      else next.set(name, value.trim());
    }
    setQuery(next);
  };
  return (
    <IamPage>
      <SpaceBetween size="l">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <Container
            header={<Header description="IAM evaluates the policies; nothing is called.">Is it allowed?</Header>}
          >
            <Form actions={<Button variant="primary">Simulate</Button>}>
              <SpaceBetween size="m">
                <ArnField
                  label="Who"
                  description="A user, a group or a role."
                  kinds={["Users", "Groups", "Roles"]}
                  value={form.principal}
                  onChange={(principal) => setForm({ ...form, principal })}
                />
                <FormField
                  label="What"
                  description="Actions, such as s3:GetObject, separated by spaces or line breaks."
                >
                  <Textarea
                    value={form.actions}
                    rows={2}
                    placeholder="s3:GetObject s3:PutObject"
                    onChange={({ detail }) => setForm({ ...form, actions: detail.value })}
                  />
                </FormField>
                <ArnField
                  label="Add a resource"
                  description="A bucket is added together with its objects."
                  value={picked}
                  onChange={setPicked}
                  onChoose={(arn) => {
                    setPicked("");
                    setForm({ ...form, resources: [form.resources, ...withObjects(arn)].filter(Boolean).join("\n") });
                  }}
                />
                <FormField label="Resources" description="ARNs; any resource by default.">
                  <Textarea
                    value={form.resources}
                    rows={2}
                    placeholder="arn:aws:s3:::photos/*"
                    onChange={({ detail }) => setForm({ ...form, resources: detail.value })}
                  />
                </FormField>
              </SpaceBetween>
            </Form>
          </Container>
        </form>
        {answer.error && <PageError error={answer.error} />}
        {answer.data && <Results results={answer.data} />}
      </SpaceBetween>
    </IamPage>
  );
}

/** Most actions on a bucket's content are on its objects, which have ARNs of their own. */
function withObjects(arn: string): string[] {
  return arn.startsWith("arn:aws:s3:::") ? [arn, `${arn}/*`] : [arn];
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

const DECISIONS: Readonly<Record<string, string>> = {
  allowed: "allowed",
  implicitDeny: "denied: nothing allows it",
  explicitDeny: "denied by a statement",
};

function Results({ results }: { readonly results: readonly EvaluationResult[] }) {
  const rows = results.flatMap(({ ResourceSpecificResults = [], ...whole }) =>
    ResourceSpecificResults.length === 0
      ? [whole]
      : ResourceSpecificResults.map((one) => ({
          ...whole,
          EvalResourceName: one.EvalResourceName,
          EvalDecision: one.EvalResourceDecision,
          MatchedStatements: one.MatchedStatements,
        })),
  );
  const missing = [...new Set(results.flatMap(({ MissingContextValues = [] }) => MissingContextValues))];
  return (
    <SpaceBetween size="s">
      {missing.length > 0 && (
        <Alert>The policies ask for values that a real call would have: {missing.join(", ")}.</Alert>
      )}
      <Scrolling>
        <Table
          items={rows}
          trackBy={({ EvalActionName, EvalResourceName }) => `${EvalActionName} ${EvalResourceName}`}
          wrapLines
          header={<Header>Decisions</Header>}
          columnDefinitions={[
            { id: "action", header: "Action", minWidth: 140, cell: ({ EvalActionName }) => EvalActionName },
            { id: "resource", header: "Resource", minWidth: 160, cell: ({ EvalResourceName }) => EvalResourceName },
            {
              id: "decision",
              header: "Decision",
              minWidth: 180,
              cell: ({ EvalDecision = "" }) => (
                <StatusIndicator type={EvalDecision === "allowed" ? "success" : "error"}>
                  {DECISIONS[EvalDecision] ?? EvalDecision}
                </StatusIndicator>
              ),
            },
            {
              id: "by",
              header: "By",
              minWidth: 160,
              cell: ({ MatchedStatements = [] }) =>
                MatchedStatements.map(({ SourcePolicyId = "" }) => <div key={SourcePolicyId}>{SourcePolicyId}</div>),
            },
          ]}
        />
      </Scrolling>
    </SpaceBetween>
  );
}
