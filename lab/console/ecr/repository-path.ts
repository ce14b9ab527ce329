/** The path of a repository's page. Its name may have slashes. */
export function repositoryPath(name: string): string {
  return `/ecr/${encodeURIComponent(name)}`;
}
