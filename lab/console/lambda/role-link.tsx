import { PageLink } from "../parts/page-link.tsx";

/** The name of a role, which leads to its page. */
export function RoleLink({ arn }: { readonly arn: string }) {
  const name = arn.split("/").at(-1) ?? "";
  return <PageLink to={`/iam/roles/${encodeURIComponent(name)}`}>{name}</PageLink>;
}
