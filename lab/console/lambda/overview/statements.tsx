import { GetPolicyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { useClient } from "../../cloud/clients.ts";
import { unlessMissing } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";

/** A statement of a resource policy, as Lambda writes it. */
interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The resource policy of a function: which services and accounts may invoke it. */
export function Statements({ name }: { readonly name: string }) {
  const client = useClient(LambdaClient);
  const answer = useAnswer(["lambda", "policy", name], async () => {
    const policy = await unlessMissing(client.send(new GetPolicyCommand({ FunctionName: name })));
    return (JSON.parse(policy?.Policy ?? '{"Statement":[]}') as { Statement: Statement[] }).Statement;
  });
  return (
    <ResourceTable
      title="Who can invoke it"
      answer={answer}
      id={({ Sid = "" }) => Sid}
      columns={[
        {
          id: "who",
          header: "Principal",
          minWidth: 190,
          isRowHeader: true,
          cell: ({ Effect, Principal }) => `${Effect === "Deny" ? "not " : ""}${principalOf(Principal)}`,
        },
        { id: "action", header: "Action", minWidth: 170, cell: ({ Action }) => [Action].flat().join(", ") },
        {
          id: "when",
          header: "When",
          minWidth: 260,
          cell: ({ Condition = {} }) => conditionsOf(Condition).map((text) => <div key={text}>{text}</div>),
        },
        { id: "id", header: "Statement", minWidth: 160, cell: ({ Sid }) => <span className="lambda-path">{Sid}</span> },
      ]}
      empty={
        <Empty title="No resource policy">
          Callers with a policy that allows it can invoke the function. A service, such as API Gateway, needs a
          permission here.
        </Empty>
      }
    />
  );
}

function principalOf(principal: Statement["Principal"]): string {
  return typeof principal === "string" ? principal : Object.values(principal).flat().join(", ");
}

/** Such as `AWS:SourceArn ArnLike arn:aws:execute-api:…`. */
function conditionsOf(condition: NonNullable<Statement["Condition"]>): string[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${key} ${operator} ${value}`),
  );
}
