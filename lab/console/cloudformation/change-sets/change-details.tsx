import type { ResourceChange, ResourceChangeDetail } from "@aws-sdk/client-cloudformation";
import Box from "@cloudscape-design/components/box";

/** Which properties change, from what to what, as far as that is known before. */
export function ChangeDetails({ change: { Details = [], Action } }: { readonly change: ResourceChange }) {
  if (Action !== "Modify" || Details.length === 0) return <>–</>;
  const targets = new Map(Details.map((detail) => [pathOf(detail), detail]));
  return [...targets].map(([path, { Target = {} }]) => (
    <div key={path}>
      <Box variant="code">{path}</Box>
      {Target.RequiresRecreation && Target.RequiresRecreation !== "Never" && " (replaces)"}
      {(Target.BeforeValue ?? Target.AfterValue) !== undefined && (
        <Box variant="small" display="block">
          {Target.BeforeValue ?? "nothing"} → {Target.AfterValue ?? "nothing"}
        </Box>
      )}
    </div>
  ));
}

function pathOf({ Target: { Path, Attribute, Name } = {} }: ResourceChangeDetail): string {
  return Path ?? [Attribute, Name].filter(Boolean).join(".");
}
