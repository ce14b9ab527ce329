import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Event buses",
    count: async (client) => {
      const { EventBuses, NextToken } = await client(EventBridgeClient).send(new ListEventBusesCommand({}));
      return countOf(EventBuses, NextToken);
    },
  },
  {
    title: "Rules of the default bus",
    page: "buses/default",
    count: async (client) => {
      const { Rules, NextToken } = await client(EventBridgeClient).send(new ListRulesCommand({}));
      return countOf(Rules, NextToken);
    },
  },
];
