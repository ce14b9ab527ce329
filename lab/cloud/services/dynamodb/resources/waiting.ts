import { setTimeout as after } from "node:timers/promises";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { ResourceContext } from "../../../service/service.ts";

/** Between two looks, in milliseconds of real time. */
const PAUSE = 20;

type Place = Pick<ResourceContext, "call" | "signal">;

/** Looks until something is so. Rejects when the stack's operation failed elsewhere. */
export async function waitFor<T>(look: () => Promise<T | undefined>, { signal }: Pick<Place, "signal">): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await after(PAUSE, undefined, { signal });
  }
}

/** Waits until a table is active, and each of its indexes. */
export function untilActive(TableName: string, { call, signal }: Place): Promise<TableDescription> {
  return waitFor(
    async () => {
      const { Table } = await call.dynamodb.DescribeTable({ TableName });
      const indexes = Table?.GlobalSecondaryIndexes ?? [];
      const isSettled = Table?.TableStatus === "ACTIVE" && indexes.every(({ IndexStatus }) => IndexStatus === "ACTIVE");
      return isSettled ? Table : undefined;
    },
    { signal },
  );
}
