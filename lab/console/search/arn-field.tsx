import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import { type Resource, useEverything } from "./everything.ts";
import { matches } from "./matches.ts";

interface Props {
  readonly label: string;
  readonly description?: string;
  /** Of which kinds of resources it may be, as their finders call them; any by default. */
  readonly kinds?: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Told when one is chosen from the list, rather than written. */
  readonly onChoose?: (arn: string) => void;
}

/** A field for an ARN, which is chosen among those of the account's resources, or written. */
export function ArnField({ label, description, kinds, value, onChange, onChoose }: Props) {
  const { data = [], isPending } = useEverything(true);
  const all = data.filter(({ kind, arn }) => arn !== undefined && (kinds?.includes(kind) ?? true));
  const isChosen = all.some(({ arn }) => arn === value);
  const found = matches(all, isChosen ? "" : value, ({ kind, arn = "" }) => `${kind} ${arn}`);
  const optionOf = ({ name, arn, kind }: Resource) => ({ value: arn ?? "", label: name, labelTag: kind });
  return (
    <FormField label={label} description={description}>
      <Autosuggest
        value={value}
        placeholder="arn:aws:…"
        options={found.map((one) => ({ ...optionOf(one), description: one.arn ?? "" }))}
        filteringType="manual"
        hideEnteredTextOption
        statusType={isPending ? "loading" : "finished"}
        loadingText="Looking"
        empty="No resource with this name. Enter an ARN."
        onChange={({ detail }) => onChange(detail.value)}
        onSelect={({ detail }) => onChoose?.(detail.value)}
        expandToViewport
      />
    </FormField>
  );
}
