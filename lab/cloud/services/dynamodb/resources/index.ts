import type { ResourceProvider } from "../../../service/service.ts";
import { globalTable } from "./global-table.ts";
import { table } from "./table.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::DynamoDB::Table": table,
  "AWS::DynamoDB::GlobalTable": globalTable,
};
