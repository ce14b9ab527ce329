import { IAMClient, paginateListRoles } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { trusted } from "../../iam/trusted.ts";

/** Chosen when a role is to be made for the function. */
export const NEW_ROLE = "new";

interface Props {
  /** An ARN, or `NEW_ROLE`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Chooses the role that a function runs as, among those that trust Lambda. */
export function RoleField({ value, onChange }: Props) {
  const client = useClient(IAMClient);
  const { data = [] } = useAnswer(["iam", "roles", "of functions"], async () => {
    const roles = await collect(paginateListRoles({ client }, {}), ({ Roles }) => Roles);
    return roles.filter((role) => trusted(role.AssumeRolePolicyDocument).includes("lambda.amazonaws.com"));
  });
  const options = [
    { value: NEW_ROLE, label: "A new role", description: "May write the function's log, and nothing else" },
    ...data.map(({ RoleName = "", Arn = "" }) => ({ value: Arn, label: RoleName })),
  ];
  return (
    <FormField label="Role" description="The function's permissions.">
      <Select
        selectedOption={options.find((one) => one.value === value) ?? null}
        options={options}
        filteringType="auto"
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? NEW_ROLE)}
        expandToViewport
      />
    </FormField>
  );
}
