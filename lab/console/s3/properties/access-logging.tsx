import { GetBucketLoggingCommand, type LoggingEnabled, PutBucketLoggingCommand } from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Toggle from "@cloudscape-design/components/toggle";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { bucketPath } from "../addresses.ts";
import { BucketField } from "../bucket-field.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Access logging";

/** As its form has it. What the form does not show stays as it is. */
interface LoggingForm {
  readonly before: Partial<LoggingEnabled>;
  readonly isOn: boolean;
  readonly bucket: string;
  readonly prefix: string;
}

/** Where the requests to a bucket are written down. */
export function AccessLogging({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(
    Bucket,
    TITLE,
    async () => (await client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled,
  );
  const change = useConfigure(Bucket, TITLE, (LoggingEnabled: LoggingEnabled | undefined) =>
    client.send(
      new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { ...(LoggingEnabled && { LoggingEnabled }) } }),
    ),
  );
  return (
    <Configuration
      title={TITLE}
      description="Writes each request to the bucket into objects of another bucket."
      answer={answer}
      none="Off."
      isStoredByLab
      edit={(logging) => (
        <FormDialog<LoggingForm>
          label="Edit access logging"
          begin={() => ({
            before: logging ?? {},
            isOn: logging !== null,
            bucket: logging?.TargetBucket ?? "",
            prefix: logging?.TargetPrefix ?? "",
          })}
          change={change}
          canSave={({ isOn, bucket }) => !isOn || bucket !== ""}
          onSave={({ before, isOn, bucket, prefix }, close) =>
            change.mutate(isOn ? { ...before, TargetBucket: bucket, TargetPrefix: prefix } : undefined, {
              onSuccess: close,
            })
          }
        >
          {(form, onChange) => <Fields form={form} onChange={onChange} />}
        </FormDialog>
      )}
    >
      {({ TargetBucket = "", TargetPrefix }) => (
        <Facts
          items={[
            { label: "Target bucket", value: <PageLink to={bucketPath(TargetBucket)}>{TargetBucket}</PageLink> },
            { label: "Prefix", value: TargetPrefix || "–" },
          ]}
        />
      )}
    </Configuration>
  );
}

function Fields({ form, onChange }: { readonly form: LoggingForm; readonly onChange: (form: LoggingForm) => void }) {
  return (
    <>
      <Toggle checked={form.isOn} onChange={({ detail }) => onChange({ ...form, isOn: detail.checked })}>
        Log requests
      </Toggle>
      {form.isOn && (
        <>
          <BucketField
            label="Target bucket"
            description="In the same account and region; its policy must allow logging.s3.amazonaws.com."
            value={form.bucket}
            onChange={(bucket) => onChange({ ...form, bucket })}
          />
          <FormField label="Prefix – optional">
            <Input
              value={form.prefix}
              placeholder="logs/"
              spellcheck={false}
              onChange={({ detail }) => onChange({ ...form, prefix: detail.value })}
            />
          </FormField>
        </>
      )}
    </>
  );
}
