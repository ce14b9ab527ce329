import { PageLink } from "../parts/page-link.tsx";

/** A function, as a link to its page. */
export function FunctionLink({ name }: { readonly name: string }) {
  return <PageLink to={`/lambda/${encodeURIComponent(name)}`}>{name}</PageLink>;
}
