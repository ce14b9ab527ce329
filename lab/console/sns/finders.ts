import { paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { nameOf, topicPath } from "./topic-path.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Topics",
    find: (client) =>
      collect(paginateListTopics({ client: client(SNSClient) }, {}), ({ Topics = [] }) =>
        Topics.map(({ TopicArn: arn = "" }) => ({ name: nameOf(arn), path: topicPath(arn), arn })),
      ),
  },
];
