/** A key as it is: every space counts, and the longest one breaks where it must. */
export function KeyText({ children }: { readonly children: string }) {
  return <span style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{children}</span>;
}
