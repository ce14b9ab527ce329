import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import { readLab } from "../cloud/lab.ts";
import { usePlace } from "../cloud/place.ts";
import { Copied } from "../parts/copied.tsx";
import { Facts } from "../parts/facts.tsx";

const IAM: Readonly<Record<string, string>> = {
  enforce: "enforced, as on AWS",
  audit: "tells what it would deny",
  off: "is not asked",
};

/** Whether the cloud is well, and where it is. */
export function Overview() {
  const { endpoint, version, state, iam, isLab, region, account } = usePlace();
  const facts = [
    { label: "Endpoint", value: <Copied text={endpoint} /> },
    { label: "Account", value: account === "" ? "that of the credentials" : account },
    { label: "Region", value: region },
    ...(isLab ? [{ label: "Skylab", value: version }] : []),
    ...(iam === undefined ? [] : [{ label: "IAM", value: IAM[iam] ?? iam }]),
    ...(state === undefined ? [] : [{ label: "State", value: <Copied text={state} /> }]),
  ];
  return (
    <Container header={<Header actions={isLab && <Health />}>This cloud</Header>}>
      <Facts items={facts} />
    </Container>
  );
}

function Health() {
  const { isError, isPending } = useQuery({
    queryKey: ["health"],
    queryFn: async () => readLab("health"),
    refetchInterval: 10_000,
  });
  if (isPending) return <StatusIndicator type="loading">Asking</StatusIndicator>;
  return isError ? (
    <StatusIndicator type="error">Does not answer</StatusIndicator>
  ) : (
    <StatusIndicator type="success">Ready</StatusIndicator>
  );
}
