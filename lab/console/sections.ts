import type { ComponentType } from "react";

/** A part of the console, named as the service that it shows. */
export interface Section {
  /** The first part of its pages' paths, and the name of its folder. */
  readonly path: string;
  readonly title: string;
  /** Loads when it is opened. The component holds the section's own routes. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** Whether it shows what only the lab knows. */
  readonly isOfLab?: boolean;
}

/** Every section of the console, in one line each. */
export const sections: readonly Section[] = [
  { path: "trace", title: "Trace", load: () => import("./trace/pages.tsx"), isOfLab: true },
  { path: "cloudformation", title: "CloudFormation", load: () => import("./cloudformation/pages.tsx") },
  { path: "s3", title: "S3", load: () => import("./s3/pages.tsx") },
  { path: "lambda", title: "Lambda", load: () => import("./lambda/pages.tsx") },
  { path: "apigateway", title: "API Gateway", load: () => import("./apigateway/pages.tsx") },
  { path: "logs", title: "Logs", load: () => import("./logs/pages.tsx") },
  { path: "iam", title: "IAM", load: () => import("./iam/pages.tsx") },
];
