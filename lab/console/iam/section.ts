import type { Section } from "../sections.ts";

export const section: Section = {
  path: "iam",
  title: "IAM",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::IAM::Role": (id) => `/iam/roles/${encodeURIComponent(id)}`,
    "AWS::IAM::User": (id) => `/iam/users/${encodeURIComponent(id)}`,
  },
};
