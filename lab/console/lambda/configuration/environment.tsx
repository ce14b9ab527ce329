import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { Copied } from "../../parts/copied.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Facts } from "../../parts/facts.tsx";
import { EditEnvironment } from "./edit-environment.tsx";

/** A function's environment variables. Their values are often secrets: they are hidden until they are asked for. */
export function Environment({ configuration }: { readonly configuration: FunctionConfiguration }) {
  const [isShown, setShown] = useState(false);
  const { Variables = {}, Error: error } = configuration.Environment ?? {};
  const names = Object.keys(Variables).sort();
  return (
    <Container
      header={
        <Header
          counter={`(${names.length})`}
          actions={
            <SpaceBetween direction="horizontal" size="m" alignItems="center">
              {names.length > 0 && (
                <Toggle checked={isShown} onChange={({ detail }) => setShown(detail.checked)}>
                  Show values
                </Toggle>
              )}
              <EditEnvironment configuration={configuration} />
            </SpaceBetween>
          }
        >
          Environment variables
        </Header>
      }
    >
      {error && (
        <Alert type="error" header={error.ErrorCode}>
          {error.Message}
        </Alert>
      )}
      {names.length === 0 ? (
        <Empty title="No environment variables">Add some with Edit. The handler reads them from its environment.</Empty>
      ) : (
        <Facts
          columns={1}
          items={names.map((name) => ({
            label: <span className="lambda-path">{name}</span>,
            value: isShown ? <Value text={Variables[name] ?? ""} /> : <Hidden />,
          }))}
        />
      )}
    </Container>
  );
}

function Value({ text }: { readonly text: string }) {
  return text === "" ? <Box color="text-body-secondary">empty</Box> : <Copied text={text} />;
}

function Hidden() {
  return (
    <span role="img" aria-label="hidden">
      ••••••••
    </span>
  );
}
