import type { Section } from "../sections.ts";
import { streamPath } from "./stream-path.ts";

export const section: Section = {
  path: "kinesis",
  title: "Kinesis",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::Kinesis::Stream": (id) => streamPath(id),
  },
};
