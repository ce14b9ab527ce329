import type { Section } from "../sections.ts";

export const section: Section = {
  path: "lambda",
  title: "Lambda",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::Lambda::Function": (id) => `/lambda/${encodeURIComponent(id)}`,
  },
};
