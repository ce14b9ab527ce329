import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { usePlace } from "../../cloud/place.ts";
import { Code } from "../../parts/code.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { useParameter } from "../../parts/parameter.ts";
import type { Api } from "../apis.ts";
import { stageUrl } from "../stage-url.ts";
import { useStages } from "../stages/stages.ts";
import { ofThisServer } from "../this-server.ts";
import { Talk } from "./talk.tsx";
import { useSocket } from "./use-socket.ts";

const STATES = { closed: "Not connected", opening: "Connecting", open: "Connected" } as const;
const TYPES = { closed: "stopped", opening: "in-progress", open: "success" } as const;

/** Connects to a WebSocket API, sends messages, and shows what comes. */
export function MessagesTab({ api }: { readonly api: Api }) {
  const { data, error } = useStages(api);
  if (!data) return error ? <PageError error={error} /> : <Spinner />;
  if (data.length === 0)
    return <Empty title="The API has no stage yet">Clients can connect once it is deployed.</Empty>;
  return <Conversation api={api} stages={data.map(({ name }) => name)} />;
}

function Conversation({ api, stages }: { readonly api: Api; readonly stages: readonly string[] }) {
  const place = usePlace();
  const [chosen, choose] = useParameter("stage");
  const [query, setQuery] = useParameter("query");
  const [text, setText] = useState("");
  const { state, events, open, close, send, forget } = useSocket();
  const stage = stages.find((name) => name === chosen) ?? stages[0] ?? "";
  const search = query.replace(/^\?/, "");
  const url = `${stageUrl(api, stage, place)}${search === "" ? "" : `?${search}`}`;
  const isClosed = state === "closed";
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            actions={
              place.isLab && (
                <Button
                  variant={isClosed ? "primary" : "normal"}
                  loading={state === "opening"}
                  onClick={() => (isClosed ? open(ofThisServer(url)) : close())}
                >
                  {isClosed ? "Connect" : "Disconnect"}
                </Button>
              )
            }
            info={<StatusIndicator type={TYPES[state]}>{STATES[state]}</StatusIndicator>}
          >
            Connection
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ColumnLayout columns={2}>
            <FormField label="Stage">
              <Select
                disabled={!isClosed}
                selectedOption={{ value: stage, label: stage }}
                options={stages.map((value) => ({ value, label: value }))}
                onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
              />
            </FormField>
            <FormField label="Query" description="What an authorizer or the $connect route needs.">
              <Input disabled={!isClosed} value={query} onChange={({ detail }) => setQuery(detail.value)} />
            </FormField>
          </ColumnLayout>
          {!place.isLab && (
            <Alert>Pages can't connect to an API of another origin. Use this command in a terminal.</Alert>
          )}
          <Code label="The command" text={`npx wscat -c '${url.replaceAll("'", "%27")}'`} />
        </SpaceBetween>
      </Container>
      {place.isLab && (
        <Container
          header={
            <Header
              description={api.selection && `The route is chosen by ${api.selection}`}
              actions={
                <Button disabled={events.length === 0} onClick={forget}>
                  Clear
                </Button>
              }
            >
              Messages
            </Header>
          }
        >
          <SpaceBetween size="m">
            <Talk events={events} />
            <form
              onSubmit={(event) => {
                event.preventDefault();
                if (state === "open") send(text);
              }}
            >
              <SpaceBetween size="xs">
                <FormField label="Message">
                  <Textarea
                    value={text}
                    rows={3}
                    placeholder={'{"action": "hello"}'}
                    onChange={({ detail }) => setText(detail.value)}
                  />
                </FormField>
                <Button disabled={state !== "open"} variant="primary">
                  Send
                </Button>
              </SpaceBetween>
            </form>
          </SpaceBetween>
        </Container>
      )}
    </SpaceBetween>
  );
}
