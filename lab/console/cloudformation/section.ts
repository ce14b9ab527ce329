import type { Section } from "../sections.ts";

export const section: Section = {
  path: "cloudformation",
  title: "CloudFormation",
  load: () => import("./pages.tsx"),
  pages: {
    "AWS::CloudFormation::Stack": (id) => `/cloudformation/${encodeURIComponent(id)}`,
  },
};
