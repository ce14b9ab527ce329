import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { DynamoDbState } from "./state.ts";

/** Amazon DynamoDB: tables and their items. */
export const service = defineService("dynamodb", {
  constraints,
  sdk: () => import("@aws-sdk/client-dynamodb"),
  state: DynamoDbState,
  access,
  operations: {},
});
