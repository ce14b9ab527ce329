import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { EditDialog } from "./edit-dialog.tsx";
import { useUpdate } from "./use-update.ts";

interface Variable {
  readonly name: string;
  readonly value: string;
}

/** Changes a function's environment variables, all at once as AWS wants it. */
export function EditEnvironment({ configuration }: { readonly configuration: FunctionConfiguration }) {
  const { FunctionName, RevisionId, Environment } = configuration;
  const update = useUpdate();
  const [variables, setVariables] = useState<readonly Variable[]>([]);
  const [revision, setRevision] = useState<string>();
  const change = (index: number, changed: Partial<Variable>) =>
    setVariables(variables.map((one, at) => (at === index ? { ...one, ...changed } : one)));
  const wrong = ({ name }: Variable) => wrongName(name, variables);
  return (
    <EditDialog
      label="Edit environment variables"
      size="large"
      disabled={variables.some((one) => wrong(one) !== undefined)}
      onOpen={() => {
        const known = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => ({ name, value }));
        setVariables(known.sort((a, b) => (a.name < b.name ? -1 : 1)));
        setRevision(RevisionId);
      }}
      onSave={() =>
        update.mutateAsync({
          FunctionName,
          Environment: { Variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])) },
          // What somebody else has changed meanwhile is not overwritten.
          ...(revision !== undefined && { RevisionId: revision }),
        })
      }
    >
      <AttributeEditor<Variable>
        items={variables}
        addButtonText="Add variable"
        removeButtonText="Remove"
        removeButtonAriaLabel={({ name }) => `Remove ${name}`}
        empty="No variables"
        onAddButtonClick={() => setVariables([...variables, { name: "", value: "" }])}
        onRemoveButtonClick={({ detail }) => setVariables(variables.filter((_, at) => at !== detail.itemIndex))}
        definition={[
          {
            label: "Name",
            errorText: wrong,
            control: ({ name }, index) => (
              <Input
                ariaLabel={`Name of variable ${index + 1}`}
                value={name}
                onChange={({ detail }) => change(index, { name: detail.value })}
              />
            ),
          },
          {
            label: "Value",
            control: ({ name, value }, index) => (
              <Input
                ariaLabel={`Value of ${name || `variable ${index + 1}`}`}
                value={value}
                spellcheck={false}
                onChange={({ detail }) => change(index, { value: detail.value })}
              />
            ),
          },
        ]}
      />
    </EditDialog>
  );
}

/** What is wrong with a name among others; what else AWS forbids it tells itself. */
function wrongName(name: string, all: readonly Variable[]): string | undefined {
  if (name === "") return "A variable needs a name.";
  return all.filter((one) => one.name === name).length > 1 ? "Another variable has this name." : undefined;
}
