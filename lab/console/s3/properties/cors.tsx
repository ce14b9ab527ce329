import { type CORSRule, DeleteBucketCorsCommand, GetBucketCorsCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { Rules } from "./rules.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";
import { wordsOf } from "./words.ts";

const TITLE = "CORS";
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
const METHODS = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/** A rule as its form has it. What the form does not show stays as it is. */
interface CorsForm {
  readonly rule: Partial<CORSRule>;
  readonly origins: string;
  readonly methods: readonly string[];
  readonly headers: string;
  readonly exposed: string;
  readonly seconds: string;
}

/** Which pages of other origins may use a bucket. */
export function Cors({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(
    Bucket,
    TITLE,
    async () => (await client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules,
  );
  const change = useConfigure(Bucket, TITLE, (CORSRules: CORSRule[]) =>
    CORSRules.length === 0
      ? client.send(new DeleteBucketCorsCommand({ Bucket }))
      : client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } })),
  );
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="No CORS rules. Pages of other origins can't read the bucket's answers."
      edit={(rules) => (
        <FormDialog
          label="Edit CORS"
          begin={() => (rules ?? []).map(formOf)}
          change={change}
          onSave={(forms, close) => change.mutate(forms.map(ruleOf), { onSuccess: close })}
        >
          {(forms, onChange) => (
            <Rules noun="rule" rules={forms} fresh={() => formOf({})} onChange={onChange}>
              {(form, changeRule) => <Fields form={form} onChange={changeRule} />}
            </Rules>
          )}
        </FormDialog>
      )}
    >
      {(rules) => (
        <SpaceBetween size="m">
          {rules.map((rule) => (
            <Facts
              key={JSON.stringify(rule)}
              items={[
                { label: "Origins", value: rule.AllowedOrigins?.join(", ") },
                { label: "Methods", value: rule.AllowedMethods?.join(", ") },
                { label: "Request headers", value: rule.AllowedHeaders?.join(", ") || "–" },
                { label: "Exposed headers", value: rule.ExposeHeaders?.join(", ") || "–" },
                { label: "Cached by browsers for", value: rule.MaxAgeSeconds ? `${rule.MaxAgeSeconds} s` : "–" },
              ]}
            />
          ))}
        </SpaceBetween>
      )}
    </Configuration>
  );
}

function Fields({ form, onChange }: { readonly form: CorsForm; readonly onChange: (form: CorsForm) => void }) {
  const field = (name: "origins" | "headers" | "exposed" | "seconds", label: string, placeholder: string) => (
    <FormField label={label}>
      <Input
        value={form[name]}
        placeholder={placeholder}
        inputMode={name === "seconds" ? "numeric" : "text"}
        onChange={({ detail }) => onChange({ ...form, [name]: detail.value })}
      />
    </FormField>
  );
  return (
    <SpaceBetween size="m">
      {field("origins", "Origins", "https://example.com, or *")}
      <FormField label="Methods">
        <Multiselect
          selectedOptions={form.methods.map((value) => ({ value, label: value }))}
          options={METHODS.map((value) => ({ value, label: value }))}
          onChange={({ detail }) =>
            onChange({ ...form, methods: detail.selectedOptions.map(({ value = "" }) => value) })
          }
          expandToViewport
        />
      </FormField>
      {field("headers", "Request headers", "* for all")}
      {field("exposed", "Exposed headers", "ETag")}
      {field("seconds", "Seconds that browsers may cache the answer", "3000")}
    </SpaceBetween>
  );
}

function formOf(rule: Partial<CORSRule>): CorsForm {
  const {
    AllowedOrigins = [],
    AllowedMethods = ["GET"],
    AllowedHeaders = [],
    ExposeHeaders = [],
    MaxAgeSeconds,
  } = rule;
  return {
    rule,
    origins: AllowedOrigins.join(", "),
    methods: AllowedMethods,
    headers: AllowedHeaders.join(", "),
    exposed: ExposeHeaders.join(", "),
    seconds: MaxAgeSeconds === undefined ? "" : String(MaxAgeSeconds),
  };
}

function ruleOf({ rule: { ID }, origins, methods, headers, exposed, seconds }: CorsForm): CORSRule {
  return {
    ...(ID !== undefined && { ID }),
    AllowedOrigins: wordsOf(origins),
    AllowedMethods: [...methods],
    ...(headers.trim() !== "" && { AllowedHeaders: wordsOf(headers) }),
    ...(exposed.trim() !== "" && { ExposeHeaders: wordsOf(exposed) }),
    ...(seconds.trim() !== "" && { MaxAgeSeconds: Number(seconds) }),
  };
}
