import {
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useClient } from "../../cloud/clients.ts";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Public access block";

/** What each switch does. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html */
const SWITCHES: readonly [keyof PublicAccessBlockConfiguration, string][] = [
  ["BlockPublicAcls", "Block new public ACLs"],
  ["IgnorePublicAcls", "Ignore public ACLs"],
  ["BlockPublicPolicy", "Block new public bucket policies"],
  ["RestrictPublicBuckets", "Restrict public policies to this account and AWS services"],
];

/** What keeps a bucket from being public. */
export function PublicAccess({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, TITLE, async () => {
    const { PublicAccessBlockConfiguration } = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
    return PublicAccessBlockConfiguration;
  });
  const change = useConfigure(Bucket, TITLE, (PublicAccessBlockConfiguration: PublicAccessBlockConfiguration) =>
    client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration })),
  );
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="Off. Policies and ACLs may allow public access."
      edit={(block) => (
        <FormDialog<PublicAccessBlockConfiguration>
          label="Edit public access block"
          begin={() => block ?? {}}
          change={change}
          onSave={(form, close) => change.mutate(form, { onSuccess: close })}
        >
          {(form, onChange) =>
            SWITCHES.map(([name, text]) => (
              <Checkbox
                key={name}
                checked={form[name] ?? false}
                onChange={({ detail }) => onChange({ ...form, [name]: detail.checked })}
              >
                {text}
              </Checkbox>
            ))
          }
        </FormDialog>
      )}
    >
      {(block) => (
        <SpaceBetween size="xs">
          {SWITCHES.map(([name, text]) => (
            <div key={name}>
              {text}:{" "}
              <StatusIndicator type={block[name] ? "success" : "stopped"}>{block[name] ? "on" : "off"}</StatusIndicator>
            </div>
          ))}
        </SpaceBetween>
      )}
    </Configuration>
  );
}
