import { isDeepStrictEqual } from "node:util";
import type { GlobalSecondaryIndexUpdate } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { type IndexProperties, indexOf, type TableProperties } from "./properties.ts";

/** What is to be done to indexes: the throughput of those that stay, and one that comes or goes. */
export interface IndexChanges {
  readonly updates: GlobalSecondaryIndexUpdate[];
  readonly move: GlobalSecondaryIndexUpdate | undefined;
}

/**
 * How the indexes of a table change. Rejects what CloudFormation does, in its words.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
 */
export function indexChanges(next: TableProperties, previous: TableProperties): IndexChanges {
  const [after, before] = [next, previous].map(({ GlobalSecondaryIndexes = [] }) => GlobalSecondaryIndexes) as [
    IndexProperties[],
    IndexProperties[],
  ];
  const created = after.filter(({ IndexName }) => !before.some((index) => index.IndexName === IndexName));
  const deleted = before.filter(({ IndexName }) => !after.some((index) => index.IndexName === IndexName));
  if (created.length + deleted.length > 1)
    throw invalid("Cannot perform more than one GSI creation or deletion in a single update");
  const staying = after.flatMap((index) => {
    const was = before.find(({ IndexName }) => IndexName === index.IndexName);
    return was ? updateOf(index, was) : [];
  });
  const [create] = created;
  const [remove] = deleted;
  return {
    updates: staying,
    move: create ? { Create: indexOf(create) } : remove && { Delete: { IndexName: remove.IndexName } },
  };
}

function updateOf(is: IndexProperties, was: IndexProperties): GlobalSecondaryIndexUpdate[] {
  if (!isDeepStrictEqual(shapeOf(is), shapeOf(was)))
    throw invalid(
      "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name.",
    );
  const changed = (["ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput"] as const).filter(
    (name) => is[name] && !isDeepStrictEqual(is[name], was[name]),
  );
  if (changed.length === 0) return [];
  return [{ Update: { IndexName: is.IndexName, ...Object.fromEntries(changed.map((name) => [name, is[name]])) } }];
}

/** Its key and what it shows, in whatever order that was said. */
function shapeOf({ KeySchema = [], Projection }: IndexProperties) {
  const key = KeySchema.map(({ AttributeName, KeyType }) => [AttributeName, KeyType]);
  return [key, Projection?.ProjectionType, [...(Projection?.NonKeyAttributes ?? [])].sort()];
}

const invalid = (message: string) => new AwsError("ValidationException", message);
