import type { Section } from "../sections.ts";
import { tablePath } from "./addresses.ts";

export const section: Section = {
  path: "dynamodb",
  title: "DynamoDB",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::DynamoDB::Table": (id) => tablePath(id),
    "AWS::DynamoDB::GlobalTable": (id) => tablePath(id),
  },
};
