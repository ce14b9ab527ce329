import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { useClient } from "../../cloud/clients.ts";
import { Json, laidOut } from "../../parts/code.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Policy";

/** The policy of a bucket. */
export function Policy({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(
    Bucket,
    TITLE,
    async () => (await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy,
  );
  const change = useConfigure(Bucket, TITLE, (Policy: string) =>
    Policy.trim() === ""
      ? client.send(new DeleteBucketPolicyCommand({ Bucket }))
      : client.send(new PutBucketPolicyCommand({ Bucket, Policy })),
  );
  const Statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` };
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="No policy. The policies of users and roles decide."
      edit={(policy) => (
        <FormDialog
          label="Edit policy"
          begin={() => laidOut(policy ?? JSON.stringify({ Version: "2012-10-17", Statement: [Statement] }))}
          change={change}
          canSave={(text) => text.trim() === "" || problemOf(text) === undefined}
          onSave={(text, close) => change.mutate(text, { onSuccess: close })}
        >
          {(text, onChange) => (
            <JsonField
              label="Policy"
              description="Leave empty to delete the policy."
              value={text}
              onChange={onChange}
              mayBeEmpty
            />
          )}
        </FormDialog>
      )}
    >
      {(policy) => <Json value={policy} label={TITLE} />}
    </Configuration>
  );
}
