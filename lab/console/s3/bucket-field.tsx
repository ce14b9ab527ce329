import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import { useEverything } from "../search/everything.ts";
import { matches } from "../search/matches.ts";

interface Props {
  readonly label?: string;
  readonly description?: string;
  /** The bucket's name. */
  readonly value: string;
  readonly onChange: (bucket: string) => void;
}

/** A field for a bucket, which is chosen among the account's, or written. */
export function BucketField({ label = "Bucket", description, value, onChange }: Props) {
  const { data = [], isPending } = useEverything(true);
  const buckets = data.filter(({ kind }) => kind === "Buckets");
  const found = matches(buckets, buckets.some(({ name }) => name === value) ? "" : value);
  return (
    <FormField label={label} description={description}>
      <Autosuggest
        value={value}
        options={found.map(({ name }) => ({ value: name }))}
        filteringType="manual"
        hideEnteredTextOption
        statusType={isPending ? "loading" : "finished"}
        loadingText="Looking for buckets"
        empty="This account has no such bucket."
        onChange={({ detail }) => onChange(detail.value.trim())}
        expandToViewport
      />
    </FormField>
  );
}
