import type { Section } from "../sections.ts";

export const section: Section = {
  path: "s3",
  title: "S3",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::S3::Bucket": (id) => `/s3/${encodeURIComponent(id)}`,
  },
};
