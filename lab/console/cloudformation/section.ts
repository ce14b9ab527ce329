import type { Section } from "../sections.ts";

export const section: Section = {
  path: "cloudformation",
  title: "CloudFormation",
  load: () => import("./pages.tsx"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::CloudFormation::Stack": (id) => `/cloudformation/${encodeURIComponent(id)}`,
  },
};
