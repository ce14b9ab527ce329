import {
  type AccessKey,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  type StatusType,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Copied } from "../parts/copied.tsx";
import { Facts } from "../parts/facts.tsx";
import { Time } from "../parts/time.tsx";
import type { Principal } from "./principals.ts";

type Key = NonNullable<Principal["keys"]>[number];

/** A user's access keys. The secret of a new one is shown once, as AWS tells it once. */
export function AccessKeys({ user, keys }: { readonly user: string; readonly keys: readonly Key[] }) {
  const client = useClient(IAMClient);
  const [fresh, setFresh] = useState<AccessKey>();
  const create = useChange(() => client.send(new CreateAccessKeyCommand({ UserName: user })), {
    done: () => `Created an access key of ${user}`,
    stale: ["iam", "user", user],
  });
  return (
    <Container
      header={
        <Header
          counter={`(${keys.length})`}
          actions={
            <Button
              loading={create.isPending}
              onClick={() => create.mutate(undefined, { onSuccess: ({ AccessKey }) => setFresh(AccessKey) })}
            >
              Create access key
            </Button>
          }
        >
          Access keys
        </Header>
      }
    >
      <SpaceBetween size="m">
        {fresh && <Fresh of={fresh} onDismiss={() => setFresh(undefined)} />}
        {keys.length === 0 && (
          <Box color="text-body-secondary">No access keys, so no tool can sign in as this user.</Box>
        )}
        {keys.map((key) => (
          <OneKey key={key.id} user={user} of={key} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

function Fresh({ of, onDismiss }: { readonly of: AccessKey; readonly onDismiss: () => void }) {
  return (
    <Alert type="success" dismissible onDismiss={onDismiss} header="Copy the secret now. It won't be shown again.">
      <Facts
        columns={2}
        items={[
          { label: "Access key ID", value: <Copied text={of.AccessKeyId ?? ""} /> },
          { label: "Secret access key", value: <Copied text={of.SecretAccessKey ?? ""} /> },
        ]}
      />
    </Alert>
  );
}

function OneKey({ user, of: { id, status, created } }: { readonly user: string; readonly of: Key }) {
  const client = useClient(IAMClient);
  const key = { UserName: user, AccessKeyId: id };
  const stale = ["iam", "user", user];
  const isActive = status === "Active";
  const set = useChange((Status: StatusType) => client.send(new UpdateAccessKeyCommand({ ...key, Status })), { stale });
  const remove = useChange(() => client.send(new DeleteAccessKeyCommand(key)), {
    done: () => `Deleted the access key ${id}`,
    stale,
  });
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      <Box variant="code">{id}</Box>
      <StatusIndicator type={isActive ? "success" : "stopped"}>{isActive ? "active" : "inactive"}</StatusIndicator>
      <Time at={created} />
      <Button
        ariaLabel={`${isActive ? "Deactivate" : "Activate"} ${id}`}
        onClick={() => set.mutate(isActive ? "Inactive" : "Active")}
      >
        {isActive ? "Deactivate" : "Activate"}
      </Button>
      <ConfirmedButton label="Delete key" onConfirm={() => remove.mutateAsync(undefined)}>
        Whatever uses {id} will be refused.
      </ConfirmedButton>
    </SpaceBetween>
  );
}
