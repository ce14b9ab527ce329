import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

interface Props<R> {
  /** What one of them is: `rule`. */
  readonly noun: string;
  /** By default, the noun with an s. */
  readonly plural?: string;
  readonly rules: readonly R[];
  readonly fresh: () => R;
  readonly onChange: (rules: R[]) => void;
  readonly children: (rule: R, change: (rule: R) => void) => ReactNode;
}

/** The rules of a configuration as forms, one below the other. */
export function Rules<R>({ noun, plural = `${noun}s`, rules, fresh, onChange, children }: Props<R>) {
  const change = (at: number, rule: R) => onChange(rules.map((one, index) => (index === at ? rule : one)));
  return (
    <SpaceBetween size="m">
      {rules.length === 0 && <Box color="text-body-secondary">No {plural}.</Box>}
      {rules.map((rule, at) => (
        <Container
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
          key={at}
          header={
            <Header
              variant="h3"
              actions={
                <Button
                  formAction="none"
                  ariaLabel={`Remove ${noun} ${at + 1}`}
                  onClick={() => onChange(rules.filter((_, index) => index !== at))}
                >
                  Remove
                </Button>
              }
            >
              {noun.charAt(0).toUpperCase() + noun.slice(1)} {at + 1}
            </Header>
          }
        >
          {children(rule, (next) => change(at, next))}
        </Container>
      ))}
      <Button formAction="none" iconName="add-plus" onClick={() => onChange([...rules, fresh()])}>
        Add {noun}
      </Button>
    </SpaceBetween>
  );
}
