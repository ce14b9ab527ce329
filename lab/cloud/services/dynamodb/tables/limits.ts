import type { DynamoDb } from "../state.ts";

/** The quotas that accounts begin with. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export const describeLimits: DynamoDb["DescribeLimits"] = () => ({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
});

/** Where clients find DynamoDB: here. */
export const describeEndpoints: DynamoDb["DescribeEndpoints"] = (_input, { cloud }) => ({
  Endpoints: [{ Address: new URL(cloud.endpoint).host, CachePeriodInMinutes: 1440 }],
});
