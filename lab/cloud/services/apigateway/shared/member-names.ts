/**
 * Members' names begin with a small letter in the first version of the API, and with a capital one in the second and in
 * templates: `AuthorizerUri` is `authorizerUri`. Keys of maps stay as they are.
 */
export function lowered(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [lowerName(name), one]));
}

export function lowerName(name: string): string {
  return `${name[0]?.toLowerCase() ?? ""}${name.slice(1)}`;
}
