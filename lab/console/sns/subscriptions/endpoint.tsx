import { PageLink } from "../../parts/page-link.tsx";
import { pageOf } from "../../sections.ts";
import type { Subscription } from "./use-subscriptions.ts";

const TYPES: Readonly<Record<string, string>> = { sqs: "AWS::SQS::Queue", lambda: "AWS::Lambda::Function" };

/** An endpoint, with a link to its page where the console has one. */
export function Endpoint({ of: { protocol, endpoint } }: { readonly of: Subscription }) {
  const page = pageOf(TYPES[protocol], endpoint.split(":")[protocol === "lambda" ? 6 : 5]);
  return page === undefined ? endpoint : <PageLink to={page}>{endpoint}</PageLink>;
}
