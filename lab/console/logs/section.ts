import type { Section } from "../sections.ts";

export const section: Section = {
  path: "logs",
  title: "Logs",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::Logs::LogGroup": (id) => `/logs/${encodeURIComponent(id)}`,
  },
};
