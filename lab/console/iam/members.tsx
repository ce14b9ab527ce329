import { AddUserToGroupCommand, IAMClient, paginateListUsers, RemoveUserFromGroupCommand } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import { DialogButton } from "../parts/dialog-button.tsx";
import { PageLink } from "../parts/page-link.tsx";

interface Props {
  readonly group: string;
  readonly members: readonly string[];
}

/** The users in a group. */
export function Members({ group, members }: Props) {
  const client = useClient(IAMClient);
  const remove = useChange(
    (UserName: string) => client.send(new RemoveUserFromGroupCommand({ GroupName: group, UserName })),
    { done: (user) => `${user} left ${group}`, stale: ["iam"] },
  );
  return (
    <Container
      header={
        <Header
          counter={`(${members.length})`}
          actions={
            <DialogButton label="Add users">
              {(close) => <AddMembers group={group} members={members} onClose={close} />}
            </DialogButton>
          }
        >
          Members
        </Header>
      }
    >
      <SpaceBetween size="xs">
        {members.length === 0 && <Box color="text-body-secondary">No members.</Box>}
        {members.map((user) => (
          <SpaceBetween key={user} direction="horizontal" size="s" alignItems="center">
            <PageLink to={`/iam/users/${encodeURIComponent(user)}`}>{user}</PageLink>
            <Button
              variant="inline-link"
              ariaLabel={`Remove ${user}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate(user)}
            >
              Remove
            </Button>
          </SpaceBetween>
        ))}
      </SpaceBetween>
    </Container>
  );
}

function AddMembers({ group, members, onClose }: Props & { readonly onClose: () => void }) {
  const client = useClient(IAMClient);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { data = [], isPending } = useAnswer(["iam", "user names"], async () => {
    const users = await collect(paginateListUsers({ client }, {}), ({ Users }) => Users);
    return users.map(({ UserName = "" }) => UserName);
  });
  const add = useChange(
    async (users: readonly string[]) => {
      for (const UserName of users) await client.send(new AddUserToGroupCommand({ GroupName: group, UserName }));
    },
    { done: (users) => `Added ${users.join(", ")} to ${group}`, stale: ["iam"], inForm: true },
  );
  return (
    <Dialog
      title="Add users"
      canSubmit={chosen.length > 0}
      isBusy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate(chosen, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Users">
        <Multiselect
          selectedOptions={chosen.map((value) => ({ value, label: value }))}
          options={data.filter((user) => !members.includes(user)).map((value) => ({ value, label: value }))}
          filteringType="auto"
          statusType={isPending ? "loading" : "finished"}
          placeholder="Choose users"
          empty="Every user is a member"
          onChange={({ detail }) => setChosen(detail.selectedOptions.map(({ value = "" }) => value))}
          expandToViewport
        />
      </FormField>
    </Dialog>
  );
}
