import type { Section } from "../sections.ts";
import { schedulePath } from "./paths.ts";

export const section: Section = {
  path: "scheduler",
  title: "EventBridge Scheduler",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::Scheduler::Schedule": (name) => schedulePath({ name }),
    "AWS::Scheduler::ScheduleGroup": () => "/scheduler/groups",
  },
};
