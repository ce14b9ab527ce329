import type { Section } from "../sections.ts";
import { busPath, pathOfRule } from "./paths.ts";

export const section: Section = {
  path: "eventbridge",
  title: "EventBridge",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::Events::EventBus": busPath,
    "AWS::Events::Rule": pathOfRule,
    "AWS::Events::Archive": () => "/eventbridge?tab=archives",
  },
};
