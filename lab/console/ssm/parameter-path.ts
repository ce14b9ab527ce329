/** The path of a parameter's page. Its name begins with a slash where it is a hierarchy's. */
export function parameterPath(name: string): string {
  return `/ssm/${encodeURIComponent(name)}`;
}
