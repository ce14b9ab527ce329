import type { Section } from "../sections.ts";
import { repositoryPath } from "./repository-path.ts";

export const section: Section = {
  path: "ecr",
  title: "ECR",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::ECR::Repository": repositoryPath,
  },
};
