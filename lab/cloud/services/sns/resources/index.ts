import type { ResourceProvider } from "../../../service/service.ts";
import { subscription } from "./subscription.ts";
import { topic } from "./topic.ts";
import { topicInlinePolicy, topicPolicy } from "./topic-policy.ts";

/** SNS's CloudFormation types. */
export const resources: Record<string, ResourceProvider> = {
  "AWS::SNS::Subscription": subscription,
  "AWS::SNS::Topic": topic,
  "AWS::SNS::TopicInlinePolicy": topicInlinePolicy,
  "AWS::SNS::TopicPolicy": topicPolicy,
};
