import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Finder } from "../sections.ts";
import { listBuses, listRules } from "./lists.ts";
import { busPath, rulePath } from "./paths.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Event buses",
    find: async (client) =>
      (await listBuses(client(EventBridgeClient))).map(({ Name: name = "", Arn: arn }) => ({
        name,
        path: busPath(name),
        arn,
      })),
  },
  {
    kind: "Rules",
    find: async (client) => {
      const events = client(EventBridgeClient);
      const rules = await Promise.all((await listBuses(events)).map(({ Name = "" }) => listRules(events, Name)));
      return rules
        .flat()
        .map(({ Name = "", EventBusName = "", Arn }) => ({ name: Name, path: rulePath(EventBusName, Name), arn: Arn }));
    },
  },
];
