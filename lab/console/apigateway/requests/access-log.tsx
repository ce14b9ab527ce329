import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { Empty } from "../../parts/empty.tsx";
import { LiveTail } from "../../parts/logs/live-tail.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { useParameter } from "../../parts/parameter.ts";
import type { Api } from "../apis.ts";
import { useStages } from "../stages/stages.ts";

/** What the stages of an API write of each request. */
export function AccessLog({ api }: { readonly api: Api }) {
  const { data, error } = useStages(api);
  const [chosen, choose] = useParameter("stage");
  if (!data) return error ? <PageError error={error} /> : <Spinner />;
  const logged = data.filter(({ accessLog }) => accessLog !== undefined);
  const stage = logged.find(({ name }) => name === chosen) ?? logged[0];
  if (stage?.accessLog === undefined)
    return (
      <Empty title="No stage has an access log">
        Give a stage a log group to write to: in the CDK, <code>accessLogDestination</code> of its stage's options; in
        CloudFormation, the stage's <code>{api.kind === "REST" ? "AccessLogSetting" : "AccessLogSettings"}</code>.
      </Empty>
    );
  return (
    <SpaceBetween size="m">
      {logged.length > 1 && (
        <FormField label="Stage">
          <Select
            selectedOption={{ value: stage.name, label: stage.name }}
            options={logged.map(({ name }) => ({ value: name, label: name }))}
            onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
          />
        </FormField>
      )}
      <LiveTail key={stage.name} group={stage.accessLog} hint="A request to the stage appears here." />
    </SpaceBetween>
  );
}
