import type { Section } from "../sections.ts";
import { streamPath } from "./stream-path.ts";

export const section: Section = {
  path: "firehose",
  title: "Firehose",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::KinesisFirehose::DeliveryStream": (id) => streamPath(id),
  },
};
