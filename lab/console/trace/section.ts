import type { Section } from "../sections.ts";

export const section: Section = {
  path: "trace",
  title: "Trace",
  load: () => import("./pages.tsx"),
  isOfLab: true,
};
