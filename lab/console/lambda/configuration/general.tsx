import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { Copied } from "../../parts/copied.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { RoleLink } from "../role-link.tsx";
import { State } from "../state.tsx";
import { logGroupOf } from "../use-function.ts";
import { EditGeneral } from "./edit-general.tsx";

interface Props {
  readonly configuration: FunctionConfiguration;
}

/** A function's settings, in short. */
export function General({ configuration }: Props) {
  const { Runtime, Handler, MemorySize, Timeout, EphemeralStorage, Architectures = [], PackageType } = configuration;
  const { Role = "", FunctionArn = "", LastModified, CodeSize, CodeSha256 = "", LoggingConfig } = configuration;
  const group = logGroupOf(configuration);
  return (
    <Container header={<Header actions={<EditGeneral configuration={configuration} />}>Settings</Header>}>
      <Facts
        items={[
          { label: "State", value: <State configuration={configuration} /> },
          { label: "Runtime", value: Runtime ?? (PackageType === "Image" ? "container image" : "–") },
          { label: "Handler", value: Handler ?? "–" },
          { label: "Memory", value: `${MemorySize} MB` },
          { label: "Timeout", value: `${Timeout} s` },
          { label: "Temporary storage", value: `${EphemeralStorage?.Size ?? 512} MB` },
          { label: "Architecture", value: Architectures.join(", ") || "x86_64" },
          {
            label: "Role",
            value: <RoleLink arn={Role} />,
          },
          {
            label: `Log (${LoggingConfig?.LogFormat ?? "Text"})`,
            value: <PageLink to={`/logs/${encodeURIComponent(group)}`}>{group}</PageLink>,
          },
          { label: "Changed", value: <Time at={LastModified} /> },
          { label: "Code", value: sizeOf(CodeSize) },
          { label: "SHA-256 of the code", value: <span className="lambda-path">{CodeSha256}</span> },
          { label: "ARN", value: <Copied text={FunctionArn} /> },
        ]}
      />
    </Container>
  );
}
