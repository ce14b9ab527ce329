import { defineService } from "../../../service/service.ts";
import { constraints } from "./constraints.ts";

/** Amazon DynamoDB Streams: what changed in tables, for a day. */
export const service = defineService("dynamodbstreams", {
  constraints,
  sdk: () => import("@aws-sdk/client-dynamodb-streams"),
  operations: {},
});
