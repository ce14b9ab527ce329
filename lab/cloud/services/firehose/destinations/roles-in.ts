/** The roles that an input hands to Firehose, wherever they are in it: of destinations, backups, processors, and the source. */
export function rolesIn(input: object): string[] {
  return [...new Set(found(input))];
}

function* found(value: object): Generator<string> {
  const { RoleARN, ParameterName, ParameterValue } = value as Partial<Record<string, unknown>>;
  if (typeof RoleARN === "string") yield RoleARN;
  if (ParameterName === "RoleArn" && typeof ParameterValue === "string") yield ParameterValue;
  for (const member of Object.values(value))
    if (typeof member === "object" && member !== null && !ArrayBuffer.isView(member)) yield* found(member);
}
