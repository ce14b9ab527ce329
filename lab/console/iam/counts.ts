import { GetAccountSummaryCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [counted("Roles", "roles"), counted("Users", "users")];

function counted(title: "Roles" | "Users", page: string): Count {
  return {
    title,
    page,
    count: async (client) => {
      const { SummaryMap = {} } = await client(IAMClient).send(new GetAccountSummaryCommand({}));
      return String(SummaryMap[title] ?? 0);
    },
  };
}
