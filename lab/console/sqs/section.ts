import type { Section } from "../sections.ts";
import { queuePath } from "./queue-path.ts";

export const section: Section = {
  path: "sqs",
  title: "SQS",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::SQS::Queue": queuePath,
  },
};
