import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Json, laidOut } from "./code.tsx";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import { JsonField, problemOf } from "./json-field.tsx";
import { PageError } from "./page-error.tsx";

interface Props {
  readonly arn: string;
  /** What the policy that one begins with allows the other principals of the account. */
  readonly actions: readonly string[];
  /** The policy; empty when there is none. */
  readonly answer: UseQueryResult<string, Error>;
  /** Takes the policy, or nothing to have none. */
  readonly save: UseMutationResult<unknown, Error, string>;
}

/** The policy of a resource, which can be edited. */
export function PolicyContainer({ answer, ...rest }: Props) {
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the policy" disabled={answer.data === undefined}>
              {(close) => <EditPolicy policy={answer.data ?? ""} onClose={close} {...rest} />}
            </DialogButton>
          }
        >
          Policy
        </Header>
      }
    >
      {answer.isPending && <Spinner />}
      {answer.error && <PageError error={answer.error} />}
      {answer.data === "" && "No policy. The policies of users and roles decide."}
      {answer.data && <Json value={answer.data} label="Policy" />}
    </Container>
  );
}

interface EditProps extends Omit<Props, "answer"> {
  readonly policy: string;
  readonly onClose: () => void;
}

function EditPolicy({ arn, actions, policy, save, onClose }: EditProps) {
  const [text, setText] = useState(() => laidOut(policy || exampleOf(arn, actions)));
  return (
    <Dialog
      title="Edit the policy"
      submit="Save"
      size="large"
      canSubmit={text.trim() === "" || problemOf(text) === undefined}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(text.trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <JsonField
        label="Policy"
        description="Leave it empty to delete the policy."
        value={text}
        onChange={setText}
        mayBeEmpty
      />
    </Dialog>
  );
}

/** Lets the other principals of the account read: what a policy begins with. */
function exampleOf(arn: string, Action: readonly string[]): string {
  const account = arn.split(":")[4] ?? "";
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action, Resource: arn }],
  });
}
