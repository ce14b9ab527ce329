import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { Dialog } from "../parts/dialog.tsx";

/** Creates a repository. */
export function CreateRepository() {
  const client = useClient(ECRClient);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [isImmutable, setImmutable] = useState(false);
  const create = useChange(
    (repositoryName: string) =>
      client.send(
        new CreateRepositoryCommand({ repositoryName, imageTagMutability: isImmutable ? "IMMUTABLE" : "MUTABLE" }),
      ),
    { done: (one) => `Created the repository ${one}`, stale: ["ecr"], inForm: true },
  );
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Create repository
      </Button>
      {isOpen && (
        <Dialog
          title="Create repository"
          canSubmit={name !== ""}
          isBusy={create.isPending}
          error={create.error}
          onSubmit={() => create.mutate(name, { onSuccess: close })}
          onClose={close}
        >
          <FormField label="Name" description="Lower-case letters, digits, and slashes for namespaces.">
            <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} spellcheck={false} />
          </FormField>
          <Checkbox
            checked={isImmutable}
            onChange={({ detail }) => setImmutable(detail.checked)}
            description="A tag that an image has can't be given to another one."
          >
            Immutable tags
          </Checkbox>
        </Dialog>
      )}
    </>
  );
}
