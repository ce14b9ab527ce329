import type { Section } from "../sections.ts";
import { pipePath } from "./pipe-path.ts";

export const section: Section = {
  path: "pipes",
  title: "EventBridge Pipes",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: { "AWS::Pipes::Pipe": pipePath },
};
