import type { Section } from "../sections.ts";

/** Its path is not `outbox`: that is what the lab answers to programs. */
export const section: Section = {
  path: "mailbox",
  title: "Outbox",
  load: () => import("./pages.tsx"),
  isOfLab: true,
};
