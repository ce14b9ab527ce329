import {
  CloudWatchLogsClient,
  DeleteRetentionPolicyCommand,
  type LogGroup,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { RETENTIONS, retentionOf } from "./retention.ts";

const FOREVER = "forever";

/** Sets for how long groups keep what is logged. */
export function RetentionButton({ groups }: { readonly groups: readonly LogGroup[] }) {
  const client = useClient(CloudWatchLogsClient);
  const [chosen, setChosen] = useState<string>();
  const change = useChange(
    async (retention: string) => {
      for (const { logGroupName } of groups) {
        if (retention === FOREVER) await client.send(new DeleteRetentionPolicyCommand({ logGroupName }));
        else await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(retention) }));
      }
    },
    { done: () => "Changed the retention", stale: ["logs"] },
  );
  const options = [
    { value: FOREVER, label: "Forever" },
    ...RETENTIONS.map((days) => ({ value: String(days), label: retentionOf(days) })),
  ];
  const close = () => setChosen(undefined);
  return (
    <>
      <Button disabled={groups.length === 0} onClick={() => setChosen(String(groups[0]?.retentionInDays ?? FOREVER))}>
        Set retention
      </Button>
      <Modal
        visible={chosen !== undefined}
        onDismiss={close}
        header="Set retention"
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={close}>
                Cancel
              </Button>
              <Button
                variant="primary"
                loading={change.isPending}
                onClick={() => change.mutate(chosen ?? FOREVER, { onSettled: close })}
              >
                Set
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <FormField label="Keep events for" description="Older log events are deleted.">
          <Select
            selectedOption={options.find(({ value }) => value === chosen) ?? null}
            options={options}
            onChange={({ detail }) => setChosen(detail.selectedOption.value)}
            expandToViewport
          />
        </FormField>
      </Modal>
    </>
  );
}
