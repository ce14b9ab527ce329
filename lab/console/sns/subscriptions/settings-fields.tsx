import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { ArnField } from "../../search/arn-field.tsx";
import { PROTOCOLS } from "./protocols.ts";
import type { Settings } from "./settings.ts";

interface Props {
  readonly protocol: string;
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

/** The fields for how a subscription is set. */
export function SettingsFields({ protocol, settings, onChange }: Props) {
  const canBeRaw = PROTOCOLS.find(({ value }) => value === protocol)?.canBeRaw === true;
  return (
    <SpaceBetween size="m">
      <JsonField
        label="Filter policy"
        description="Which messages it gets. Empty: all of them."
        value={settings.filter}
        onChange={(filter) => onChange({ ...settings, filter })}
        rows={6}
        mayBeEmpty
      />
      <Checkbox
        checked={settings.isOfBody}
        onChange={({ detail }) => onChange({ ...settings, isOfBody: detail.checked })}
        description="By default at its attributes."
      >
        The filter policy looks at a message's body
      </Checkbox>
      {canBeRaw && (
        <Checkbox
          checked={settings.isRaw}
          onChange={({ detail }) => onChange({ ...settings, isRaw: detail.checked })}
          description="The message alone, without the JSON that SNS puts around it."
        >
          Raw message delivery
        </Checkbox>
      )}
      {protocol.startsWith("http") && (
        <JsonField
          label="Delivery policy"
          description="How it is tried again. Empty: as the topic says."
          value={settings.delivery}
          onChange={(delivery) => onChange({ ...settings, delivery })}
          rows={6}
          mayBeEmpty
        />
      )}
      <ArnField
        label="Dead-letter queue"
        description="Optional. Gets what can't be delivered."
        kinds={["Queues"]}
        value={settings.deadLetters}
        onChange={(deadLetters) => onChange({ ...settings, deadLetters })}
      />
    </SpaceBetween>
  );
}

/** Whether the fields can be sent. */
export function areWhole({ filter, delivery }: Settings): boolean {
  return [filter, delivery].every((text) => text.trim() === "" || problemOf(text) === undefined);
}
