import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type WebsiteForm, wrongRules } from "./website-form.ts";

const KINDS = [
  { value: "off", label: "Off" },
  { value: "host", label: "Host a website", description: "The bucket's objects are its pages." },
  { value: "redirect", label: "Redirect all requests", description: "Every request is sent on to another host." },
];

const PROTOCOLS = [
  { value: "", label: "As requested" },
  { value: "http", label: "http" },
  { value: "https", label: "https" },
] as const;

const RULES = '[{ "Condition": { "KeyPrefixEquals": "old/" }, "Redirect": { "ReplaceKeyPrefixWith": "new/" } }]';

interface Props {
  readonly form: WebsiteForm;
  readonly onChange: (form: WebsiteForm) => void;
}

/** The fields of a bucket's website. */
export function Fields({ form, onChange }: Props) {
  const change = (changed: Partial<WebsiteForm>) => onChange({ ...form, ...changed });
  return (
    <SpaceBetween size="m">
      <RadioGroup
        ariaLabel="Website"
        value={form.kind}
        items={KINDS}
        onChange={({ detail }) => change({ kind: detail.value as WebsiteForm["kind"] })}
      />
      {form.kind === "host" && <Hosting form={form} change={change} />}
      {form.kind === "redirect" && (
        <>
          <FormField label="Host name">
            <Input
              value={form.host}
              placeholder="www.example.com"
              onChange={({ detail }) => change({ host: detail.value })}
            />
          </FormField>
          <FormField label="Protocol">
            <Select
              selectedOption={PROTOCOLS.find(({ value }) => value === form.protocol) ?? PROTOCOLS[0]}
              options={PROTOCOLS}
              onChange={({ detail }) => change({ protocol: detail.selectedOption.value ?? "" })}
              expandToViewport
            />
          </FormField>
        </>
      )}
    </SpaceBetween>
  );
}

function Hosting({
  form,
  change,
}: {
  readonly form: WebsiteForm;
  readonly change: (changed: Partial<WebsiteForm>) => void;
}) {
  return (
    <SpaceBetween size="m">
      <FormField label="Index document" description="Answers requests for the site and its folders.">
        <Input value={form.index} onChange={({ detail }) => change({ index: detail.value })} />
      </FormField>
      <FormField label="Error document" constraintText="Optional.">
        <Input value={form.error} placeholder="error.html" onChange={({ detail }) => change({ error: detail.value })} />
      </FormField>
      <FormField
        label="Routing rules"
        constraintText="Optional, a list in JSON."
        errorText={wrongRules(form.rules)}
        stretch
      >
        <Textarea
          value={form.rules}
          rows={form.rules === "" ? 3 : 10}
          spellcheck={false}
          placeholder={RULES}
          onChange={({ detail }) => change({ rules: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}
