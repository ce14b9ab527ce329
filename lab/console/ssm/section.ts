import type { Section } from "../sections.ts";
import { parameterPath } from "./parameter-path.ts";

export const section: Section = {
  path: "ssm",
  title: "Parameter Store",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::SSM::Parameter": parameterPath,
  },
};
