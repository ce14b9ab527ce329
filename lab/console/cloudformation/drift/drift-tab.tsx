import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DetectStackDriftCommand,
  paginateDescribeStackResourceDrifts,
  type Stack,
  type StackResourceDrift,
} from "@aws-sdk/client-cloudformation";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { UseQueryResult } from "@tanstack/react-query";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { isInMotion } from "../motion.ts";
import { Physical } from "../resources-tab.tsx";
import { Differences } from "./differences.tsx";

const PAUSE = 1500;

const LOOKS = { IN_SYNC: "success", MODIFIED: "warning", DELETED: "error", NOT_CHECKED: "stopped" } as const;

/** Whether a stack's resources still are what its template says. */
export function DriftTab({ answer: { data: stack } }: { readonly answer: UseQueryResult<Stack | undefined, Error> }) {
  const client = useClient(CloudFormationClient);
  const StackName = stack?.StackId ?? "";
  const drifts = useAnswer(
    ["cloudformation", "stack", StackName, "drifts"],
    async () => {
      const all: StackResourceDrift[] = [];
      for await (const { StackResourceDrifts = [] } of paginateDescribeStackResourceDrifts({ client }, { StackName }))
        all.push(...StackResourceDrifts);
      return all;
    },
    { when: stack !== undefined },
  );
  const detect = useChange(() => detectDrift(client, StackName), {
    done: (_: undefined) => "Compared the resources with the template",
    stale: ["cloudformation"],
  });
  const detected = (drifts.data ?? []).filter(({ PropertyDifferences = [] }) => PropertyDifferences.length > 0);
  return (
    <SpaceBetween size="l">
      <ResourceTable
        title="Drift"
        answer={drifts}
        id={({ LogicalResourceId = "" }) => LogicalResourceId}
        sortedBy="status"
        descending
        actions={
          <Button
            loading={detect.isPending}
            disabled={!stack || isInMotion(stack.StackStatus)}
            onClick={() => detect.mutate(undefined)}
          >
            Detect drift
          </Button>
        }
        columns={[
          {
            id: "logical",
            header: "Logical ID",
            sortingField: "LogicalResourceId",
            isRowHeader: true,
            minWidth: 180,
            cell: ({ LogicalResourceId }) => LogicalResourceId,
          },
          {
            id: "status",
            header: "Drift",
            sortingField: "StackResourceDriftStatus",
            minWidth: 150,
            cell: ({ StackResourceDriftStatus: status = "NOT_CHECKED" }) => (
              <StatusIndicator type={LOOKS[status as "MODIFIED"] ?? "info"}>{status}</StatusIndicator>
            ),
          },
          {
            id: "type",
            header: "Type",
            sortingField: "ResourceType",
            minWidth: 180,
            cell: ({ ResourceType }) => ResourceType,
          },
          {
            id: "physical",
            header: "Physical ID",
            minWidth: 180,
            cell: ({ ResourceType, PhysicalResourceId }) => <Physical type={ResourceType} id={PhysicalResourceId} />,
          },
          { id: "at", header: "Checked", minWidth: 150, cell: ({ Timestamp }) => <Time at={Timestamp} /> },
        ]}
        empty={
          <Empty title="Drift not checked yet">
            Detect drift to find resources that were changed outside CloudFormation.
          </Empty>
        }
      />
      {detected.map((drift) => (
        <Differences key={drift.LogicalResourceId} drift={drift} />
      ))}
    </SpaceBetween>
  );
}

/** Has a stack compared with its template, and resolves when that is done. */
async function detectDrift(client: CloudFormationClient, StackName: string): Promise<void> {
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName }));
  for (;;) {
    const command = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
    const { DetectionStatus, DetectionStatusReason } = await client.send(command);
    if (DetectionStatus === "DETECTION_FAILED") throw new Error(DetectionStatusReason);
    if (DetectionStatus !== "DETECTION_IN_PROGRESS") return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
