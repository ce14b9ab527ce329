import Box from "@cloudscape-design/components/box";

/** How far a deletion is; nothing before it begins. */
export function Deleted({ count }: { readonly count: number | undefined }) {
  return (
    <div aria-live="polite">
      {count !== undefined && <Box margin={{ top: "xs" }}>{count.toLocaleString()} deleted so far</Box>}
    </div>
  );
}
