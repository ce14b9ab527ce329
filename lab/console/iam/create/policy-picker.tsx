import { IAMClient, type Policy, paginateListPolicies } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Multiselect from "@cloudscape-design/components/multiselect";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";

interface Props {
  /** The ARNs of those that are chosen. */
  readonly value: readonly string[];
  readonly onChange: (arns: string[]) => void;
}

/** Chooses managed policies: the account's own come before AWS's. */
export function PolicyPicker({ value, onChange }: Props) {
  const client = useClient(IAMClient);
  const { data = [], isPending } = useAnswer(["iam", "policies", "All"], () =>
    collect(paginateListPolicies({ client }, {}), ({ Policies }) => Policies),
  );
  const optionOf = ({ Arn = "", PolicyName = Arn }: Policy) => ({ value: Arn, label: PolicyName });
  const own = data.filter(({ Arn = "" }) => !isOfAws(Arn));
  return (
    <FormField label="Policies" description="Without policies, nothing is allowed.">
      <Multiselect
        selectedOptions={value.map((Arn) => optionOf(data.find((one) => one.Arn === Arn) ?? { Arn }))}
        options={[
          { label: "This account's", options: own.map(optionOf) },
          { label: "AWS's", options: data.filter(({ Arn = "" }) => isOfAws(Arn)).map(optionOf) },
        ].filter(({ options }) => options.length > 0)}
        filteringType="auto"
        virtualScroll
        statusType={isPending ? "loading" : "finished"}
        placeholder="Choose policies"
        onChange={({ detail }) => onChange(detail.selectedOptions.map(({ value = "" }) => value))}
        expandToViewport
      />
    </FormField>
  );
}

function isOfAws(arn: string): boolean {
  return arn.split(":")[4] === "aws";
}
