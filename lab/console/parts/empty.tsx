import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

interface Props {
  /** Such as `No buckets yet`. */
  readonly title: string;
  /** What to do about it. */
  readonly children: ReactNode;
}

/** What is shown where there is nothing, and how to change that. */
export function Empty({ title, children }: Props) {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: "m" }}>
      <SpaceBetween size="xs">
        <b>{title}</b>
        <Box variant="p" color="inherit">
          {children}
        </Box>
      </SpaceBetween>
    </Box>
  );
}
