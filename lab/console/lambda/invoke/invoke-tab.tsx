import type { InvocationType } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { useParameter } from "../../parts/parameter.ts";
import { EventSelect, eventOf } from "./event-select.tsx";
import { OutcomeView } from "./outcome-view.tsx";
import { SaveButton } from "./save-button.tsx";
import { useInvocation } from "./use-invocation.ts";
import { useSavedEvents } from "./use-saved-events.ts";

const TYPES: readonly { readonly value: InvocationType; readonly label: string; readonly description: string }[] = [
  { value: "RequestResponse", label: "Wait for the answer", description: "RequestResponse" },
  { value: "Event", label: "Do not wait", description: "Event: the function runs later, and is retried when it fails" },
  { value: "DryRun", label: "Only check the permission", description: "DryRun: nothing runs" },
];

/** Invokes a function with an event of one's own, and shows what comes of it. */
export function InvokeTab({ name }: { readonly name: string }) {
  const { events, save, remove } = useSavedEvents(name);
  const [chosen, setChosen] = useParameter("event", "template/hello");
  const [asked, setType] = useParameter("type", "RequestResponse");
  const [text, setText] = useState(() => eventOf(chosen, events) ?? "{}");
  const invocation = useInvocation(name);
  const type = TYPES.find(({ value }) => value === asked) ?? (TYPES[0] as (typeof TYPES)[number]);
  const wrong = wrongIn(text);
  const saved = chosen.startsWith("saved/") && eventOf(chosen, events) !== undefined ? chosen.slice(6) : undefined;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {saved !== undefined && (
                  <ConfirmedButton
                    label="Delete event"
                    onConfirm={async () => {
                      remove(saved);
                      setChosen("");
                    }}
                  >
                    The saved event {saved} will be gone from this browser.
                  </ConfirmedButton>
                )}
                <SaveButton
                  title={saved ?? ""}
                  disabled={wrong !== undefined}
                  onSave={(title) => {
                    save(title, text);
                    setChosen(`saved/${title}`);
                  }}
                />
                <Button
                  variant="primary"
                  loading={invocation.isPending}
                  disabled={wrong !== undefined}
                  onClick={() => invocation.mutate({ event: text, type: type.value })}
                >
                  Invoke
                </Button>
              </SpaceBetween>
            }
          >
            Event
          </Header>
        }
      >
        <SpaceBetween size="m">
          <div className="lambda-choices">
            <EventSelect
              value={chosen}
              saved={events}
              onChange={(value) => {
                setChosen(value);
                setText(eventOf(value, events) ?? text);
              }}
            />
            <Select
              ariaLabel="How to invoke"
              selectedOption={type}
              options={TYPES}
              onChange={({ detail }) => setType(detail.selectedOption.value ?? "")}
            />
          </div>
          <FormField label="JSON" errorText={wrong} stretch>
            <Textarea
              className="lambda-event"
              value={text}
              rows={Math.min(20, Math.max(6, text.split("\n").length))}
              spellcheck={false}
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      {invocation.data && !invocation.isPending && <OutcomeView outcome={invocation.data} name={name} />}
    </SpaceBetween>
  );
}

/** What is wrong with a text that is to be JSON. */
function wrongIn(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `Invalid JSON: ${(error as Error).message}`;
  }
}
