import {
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  type ServerSideEncryption,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Default encryption";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html */
const ALGORITHMS = [
  { value: "AES256", label: "SSE-S3", description: "Keys that S3 manages." },
  { value: "aws:kms", label: "SSE-KMS", description: "A key in AWS KMS." },
  { value: "aws:kms:dsse", label: "DSSE-KMS", description: "Two layers of encryption, with a key in AWS KMS." },
];

/** How a bucket's new objects are encrypted unless their writer says otherwise. */
export function Encryption({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, TITLE, async () => {
    const { ServerSideEncryptionConfiguration } = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    return ServerSideEncryptionConfiguration?.Rules?.[0];
  });
  const change = useConfigure(Bucket, TITLE, (rule: ServerSideEncryptionRule) =>
    client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } })),
  );
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="SSE-S3, with keys that S3 manages."
      edit={(rule) => (
        <FormDialog
          label="Edit default encryption"
          begin={() => formOf(rule ?? {})}
          change={change}
          onSave={(form, close) => change.mutate(ruleOf(form), { onSuccess: close })}
        >
          {(form, onChange) => <Fields form={form} onChange={onChange} />}
        </FormDialog>
      )}
    >
      {({ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled }) => (
        <Facts
          items={[
            { label: "Type", value: described(by?.SSEAlgorithm) },
            {
              label: "KMS key",
              value: by?.KMSMasterKeyID ?? (by?.SSEAlgorithm === "AES256" ? "–" : "AWS's own, aws/s3"),
            },
            { label: "Bucket key", value: BucketKeyEnabled ? "on" : "off" },
          ]}
        />
      )}
    </Configuration>
  );
}

/** Such as `SSE-S3 (AES256)`. */
function described(algorithm: string | undefined): string {
  const choice = ALGORITHMS.find(({ value }) => value === algorithm);
  return choice ? `${choice.label} (${choice.value})` : (algorithm ?? "–");
}

/** A rule as its form has it. What the form does not show stays as it is. */
interface EncryptionForm {
  readonly rule: ServerSideEncryptionRule;
  readonly algorithm: string;
  /** Empty for AWS's own. */
  readonly key: string;
  readonly bucketKey: boolean;
}

function Fields({
  form,
  onChange,
}: {
  readonly form: EncryptionForm;
  readonly onChange: (form: EncryptionForm) => void;
}) {
  return (
    <SpaceBetween size="m">
      <FormField label="Type">
        <RadioGroup
          value={form.algorithm}
          items={ALGORITHMS}
          onChange={({ detail }) => onChange({ ...form, algorithm: detail.value })}
        />
      </FormField>
      {form.algorithm !== "AES256" && (
        <FormField label="KMS key" constraintText="The ARN or ID of a key. Empty for AWS's own, aws/s3.">
          <Input
            value={form.key}
            spellcheck={false}
            placeholder="arn:aws:kms:…"
            onChange={({ detail }) => onChange({ ...form, key: detail.value.trim() })}
          />
        </FormField>
      )}
      {form.algorithm === "aws:kms" && (
        <Toggle
          checked={form.bucketKey}
          description="S3 asks KMS less often, which costs less."
          onChange={({ detail }) => onChange({ ...form, bucketKey: detail.checked })}
        >
          Bucket key
        </Toggle>
      )}
    </SpaceBetween>
  );
}

function formOf(rule: ServerSideEncryptionRule): EncryptionForm {
  const { SSEAlgorithm = "AES256", KMSMasterKeyID = "" } = rule.ApplyServerSideEncryptionByDefault ?? {};
  return { rule, algorithm: SSEAlgorithm, key: KMSMasterKeyID, bucketKey: rule.BucketKeyEnabled ?? false };
}

/** A key is for KMS alone, and a bucket key for SSE-KMS alone. */
function ruleOf({ rule, algorithm, key, bucketKey }: EncryptionForm): ServerSideEncryptionRule {
  return {
    ...rule,
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: algorithm as ServerSideEncryption,
      ...(algorithm !== "AES256" && key !== "" && { KMSMasterKeyID: key }),
    },
    BucketKeyEnabled: algorithm === "aws:kms" && bucketKey,
  };
}
