import {
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  paginateGetParameterHistory,
  SSMClient,
} from "@aws-sdk/client-ssm";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Toggle from "@cloudscape-design/components/toggle";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { Code } from "../parts/code.tsx";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Copied } from "../parts/copied.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { Time } from "../parts/time.tsx";
import { useOpen } from "../shell/addresses.ts";
import { History } from "./history.tsx";
import { PutParameter } from "./put-parameter.tsx";

/** A parameter: its value, and those that it had before. */
export function ParameterPage() {
  const { name = "" } = useParams();
  const client = useClient(SSMClient);
  const open = useOpen();
  const answer = useAnswer(["ssm", "parameter", name], async () => {
    const [{ Parameter }, { TagList = [] }, history] = await Promise.all([
      client.send(new GetParameterCommand({ Name: name, WithDecryption: true })),
      client.send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: name })),
      collect(paginateGetParameterHistory({ client }, { Name: name, WithDecryption: true }), (page) => page.Parameters),
    ]);
    return { ...Parameter, tags: TagList, history };
  });
  const remove = useChange(
    async () => {
      await client.send(new DeleteParameterCommand({ Name: name }));
      open("/ssm");
    },
    { done: () => `Deleted the parameter ${name}`, stale: ["ssm", "parameters"] },
  );
  const { Type = "String", Value = "", Version, ARN = "", LastModifiedDate, DataType, tags = [] } = answer.data ?? {};
  return (
    <Page
      title={name}
      crumbs={[["Parameter Store", "/ssm"]]}
      actions={
        answer.data && (
          <ConfirmedButton label="Delete parameter" onConfirm={() => remove.mutateAsync(undefined)}>
            {name} will be gone, with all that it was before.
          </ConfirmedButton>
        )
      }
    >
      {answer.error && <PageError error={answer.error} />}
      {answer.isPending && <Spinner size="large" />}
      {answer.data && (
        <SpaceBetween size="l">
          <Shown
            key={Version}
            isSecret={Type === "SecureString"}
            value={Value}
            edit={<PutParameter existing={{ name, type: Type, value: Value }} />}
          />
          <Container>
            <Facts
              items={[
                { label: "Type", value: Type },
                { label: "Version", value: Version },
                { label: "Data type", value: DataType ?? "text" },
                { label: "ARN", value: <Copied text={ARN} /> },
                { label: "Changed", value: <Time at={LastModifiedDate} /> },
                { label: "Tags", value: tags.map(({ Key, Value }) => `${Key} = ${Value}`).join(", ") || "–" },
              ]}
            />
          </Container>
          <History of={answer.data.history} />
        </SpaceBetween>
      )}
    </Page>
  );
}

interface ShownProps {
  readonly isSecret: boolean;
  readonly value: string;
  readonly edit: ReactNode;
}

/** The value. A secret is hidden until somebody asks for it. */
function Shown({ isSecret, value, edit }: ShownProps) {
  const [isShown, setShown] = useState(!isSecret);
  return (
    <Container header={<Header actions={edit}>Value</Header>}>
      {isSecret && (
        <Toggle checked={isShown} onChange={({ detail }) => setShown(detail.checked)}>
          Show the secret
        </Toggle>
      )}
      {isShown && <Code label="The value" text={value} />}
    </Container>
  );
}
