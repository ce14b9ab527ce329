/** The capacity that a call of DynamoDB took, where its caller asked for that (ReturnConsumedCapacity): of each table that it names. */
export function consumedIn(output: unknown): { readonly table: string; readonly units: number }[] {
  const consumed = (output as { readonly ConsumedCapacity?: unknown } | null | undefined)?.ConsumedCapacity;
  return [consumed].flat().flatMap((one) => {
    const { TableName, CapacityUnits } = (one ?? {}) as { TableName?: unknown; CapacityUnits?: unknown };
    return typeof CapacityUnits === "number" ? [{ table: String(TableName), units: CapacityUnits }] : [];
  });
}
