import type { ResourceContext } from "../../../service/service.ts";
import { untilActive, waitFor } from "./waiting.ts";

/** Adds the replicas that a table lacks, and removes those that it is to have no more: one after the other, as DynamoDB asks. */
export async function changeReplicas(
  TableName: string,
  wanted: readonly string[],
  context: ResourceContext,
): Promise<void> {
  const { dynamodb } = context.call;
  const { Replicas = [] } = await untilActive(TableName, context);
  const known = Replicas.map(({ RegionName = "" }) => RegionName);
  const changes = [
    ...known.filter((region) => !wanted.includes(region)).map((RegionName) => ({ Delete: { RegionName } })),
    ...wanted.filter((region) => !known.includes(region)).map((RegionName) => ({ Create: { RegionName } })),
  ];
  for (const change of changes) {
    await dynamodb.UpdateTable({ TableName, ReplicaUpdates: [change] });
    await waitFor(async () => {
      const { Table } = await dynamodb.DescribeTable({ TableName });
      return Table?.Replicas?.some(({ ReplicaStatus }) => ReplicaStatus !== "ACTIVE") ? undefined : true;
    }, context);
  }
}
