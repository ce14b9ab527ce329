import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { Code } from "../../parts/code.tsx";
import { Copied } from "../../parts/copied.tsx";
import type { ApiRoute } from "../routes/routes.ts";
import { type Composed, curlOf, hasBody, METHODS, unsent } from "./compose.ts";
import { type Draft, nameOf } from "./use-request.ts";

interface Props {
  readonly draft: Draft;
  readonly stages: readonly string[];
  readonly routes: readonly ApiRoute[];
  readonly wrong: Error | undefined;
  readonly isBusy: boolean;
  /** Absent where this page can't reach the API. */
  readonly onSend?: () => void;
  /** Absent where the API has no such test. */
  readonly onTest?: () => void;
}

/** A form for a request to an API. */
export function RequestForm({ draft, stages, routes, wrong, isBusy, onSend, onTest }: Props) {
  const { values, set, stage, route, method, parameters } = draft;
  const field = (name: string) => ({
    value: values[name] ?? "",
    onChange: ({ detail }: { detail: { value: string } }) => set(name, detail.value),
  });
  const choice = (name: string, value: string, options: readonly string[]) => (
    <Select
      selectedOption={{ value, label: value }}
      options={options.map((one) => ({ value: one, label: one }))}
      filteringType={options.length > 10 ? "auto" : "none"}
      onChange={({ detail }) => set(name, detail.selectedOption.value ?? "")}
    />
  );
  const request = composed(draft);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        (onSend ?? onTest)?.();
      }}
    >
      <Container header={<Header>Request</Header>}>
        <Form
          errorText={wrong?.message}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {onTest && (
                <Button formAction="none" loading={isBusy} onClick={onTest} variant={onSend ? "normal" : "primary"}>
                  Test without deploying
                </Button>
              )}
              {onSend && (
                <Button variant="primary" loading={isBusy}>
                  Send
                </Button>
              )}
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            <ColumnLayout columns={3}>
              {stages.length > 0 && <FormField label="Stage">{choice("stage", stage, stages)}</FormField>}
              <FormField label="Route">
                {choice(
                  "route",
                  route?.key ?? "",
                  routes.map(({ key }) => key),
                )}
              </FormField>
              {(route?.method === undefined || route.method === "ANY") && (
                <FormField label="Method">{choice("method", method, METHODS)}</FormField>
              )}
            </ColumnLayout>
            {route?.path === undefined && (
              <FormField label="Path" description="This route takes all requests that match no other route.">
                <Input {...field("free")} placeholder="/" />
              </FormField>
            )}
            {parameters.length > 0 && (
              <ColumnLayout columns={3}>
                {parameters.map((name) => (
                  <FormField
                    key={name}
                    label={`{${name}}`}
                    {...(name.endsWith("+") && { description: "The rest of the path, with its slashes." })}
                  >
                    <Input {...field(nameOf(name))} />
                  </FormField>
                ))}
              </ColumnLayout>
            )}
            <FormField label="Query" stretch>
              <Input {...field("query")} placeholder="page=2&sort=name" />
            </FormField>
            <FormField label="Headers" stretch description="One per line. JSON is sent as application/json by default.">
              <Textarea {...field("headers")} rows={2} placeholder="Accept: application/json" />
            </FormField>
            {hasBody(method) && (
              <FormField label="Body" stretch>
                <Textarea {...field("body")} rows={6} />
              </FormField>
            )}
            <Hints route={route} request={request} canSend={onSend !== undefined} isDeployed={stages.length > 0} />
            {request && stages.length > 0 && (
              <>
                <Copied text={request.url} />
                <ExpandableSection headerText="Command line">
                  <Code label="The command" text={curlOf(request)} />
                </ExpandableSection>
              </>
            )}
          </SpaceBetween>
        </Form>
      </Container>
    </form>
  );
}

interface HintsProps {
  readonly route: ApiRoute | undefined;
  readonly request: Composed | undefined;
  readonly canSend: boolean;
  readonly isDeployed: boolean;
}

function Hints({ route, request, canSend, isDeployed }: HintsProps) {
  const left = unsent(request?.headers ?? []);
  const hints = [
    !isDeployed && "The API has no stage yet, so nobody can call it.",
    isDeployed &&
      !canSend &&
      "A page may not call an API of another origin. The command below does it from a terminal.",
    route?.needsKey && "This route needs an API key in the x-api-key header.",
    route?.authorization === "AWS_IAM" &&
      "This route needs a signed request, which this form can't send. The test runs without a signature.",
    route?.authorizer !== undefined && "This route has an authorizer. Add what it needs to the headers or the query.",
    left.length > 0 && `Browsers don't let pages set ${left.join(", ")}: a terminal does.`,
  ].filter((hint) => typeof hint === "string");
  return hints.length === 0 ? null : (
    <Alert>
      {hints.map((hint) => (
        <div key={hint}>{hint}</div>
      ))}
    </Alert>
  );
}

/** Nothing while the headers are not written to their end. */
function composed(draft: Draft): Composed | undefined {
  try {
    return draft.compose();
  } catch {
    return undefined;
  }
}
