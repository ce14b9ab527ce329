import type { Section } from "../sections.ts";
import { topicOfSubscription, topicPath } from "./topic-path.ts";

export const section: Section = {
  path: "sns",
  title: "SNS",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::SNS::Topic": topicPath,
    "AWS::SNS::Subscription": (arn) => topicPath(topicOfSubscription(arn)),
  },
};
