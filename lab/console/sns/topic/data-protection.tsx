import { GetDataProtectionPolicyCommand, PutDataProtectionPolicyCommand, SNSClient } from "@aws-sdk/client-sns";
import Spinner from "@cloudscape-design/components/spinner";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { PageError } from "../../parts/page-error.tsx";
import { Document } from "./document.tsx";

/** What a topic's messages may not hold. The lab keeps it, and masks nothing. */
export function DataProtection({ arn }: { readonly arn: string }) {
  const client = useClient(SNSClient);
  const answer = useAnswer(["sns", "data-protection", arn], async () => {
    const found = await client.send(new GetDataProtectionPolicyCommand({ ResourceArn: arn }));
    return found.DataProtectionPolicy ?? "";
  });
  const save = useChange(
    (DataProtectionPolicy: string) =>
      client.send(new PutDataProtectionPolicyCommand({ ResourceArn: arn, DataProtectionPolicy })),
    { done: () => "Changed the data protection policy", stale: ["sns"], inForm: true },
  );
  if (answer.error) return <PageError error={answer.error} />;
  if (answer.data === undefined) return <Spinner />;
  return (
    <Document
      title="Data protection policy"
      description="It is kept as it is. Messages go through as they are, whatever it says."
      shown={answer.data}
      none="No policy."
      save={save}
    />
  );
}
