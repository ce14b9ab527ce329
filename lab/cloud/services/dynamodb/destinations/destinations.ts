import type { KinesisDataStreamDestination } from "@aws-sdk/client-dynamodb";
import { invalid, tableNotFound } from "../errors.ts";
import type { DestinationRecord, TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { describedTable } from "../tables/lookup.ts";
import { failureOf } from "./permissions.ts";

// Kinesis streams that get the changes of a table. AWS takes any stream, and says later why it does not work: the lab knows when it
// answers, and says so at the next look. A table has one stream at a time that is not disabled.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html

/** So many are kept of those that take nothing any more. */
const MOST_ENDED = 20;

export const enableKinesisStreamingDestination: DynamoDb["EnableKinesisStreamingDestination"] = async (
  input,
  context,
) => {
  const { TableName, StreamArn: stream = "", EnableKinesisStreamingConfiguration: configuration } = input;
  checkFree(openTable(TableName, context));
  const failure = await failureOf(stream, context);
  return context.cloud.store.write(() => {
    // Others may have been here meanwhile.
    const table = openTable(TableName, context);
    checkFree(table);
    const precision = configuration?.ApproximateCreationDateTimePrecision;
    put(table, context, {
      stream,
      status: failure === undefined ? "ACTIVE" : "ENABLE_FAILED",
      ...(failure !== undefined && { failure }),
      ...(failure === undefined && precision && { precision }),
    });
    return {
      TableName: table.name,
      StreamArn: stream,
      DestinationStatus: "ENABLING",
      EnableKinesisStreamingConfiguration: precision ? { ApproximateCreationDateTimePrecision: precision } : {},
    };
  });
};

/** What was changed before is delivered all the same. */
export const disableKinesisStreamingDestination: DynamoDb["DisableKinesisStreamingDestination"] = (input, context) => {
  const { TableName, StreamArn: stream = "", EnableKinesisStreamingConfiguration: configuration } = input;
  return context.cloud.store.write(() => {
    const table = openTable(TableName, context);
    if (configuration?.ApproximateCreationDateTimePrecision)
      throw invalid("Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters");
    if (find(table, stream)?.status !== "ACTIVE")
      throw invalidState("KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
    put(table, context, { stream, status: "DISABLED" });
    return { TableName: table.name, StreamArn: stream, DestinationStatus: "DISABLING" };
  });
};

export const updateKinesisStreamingDestination: DynamoDb["UpdateKinesisStreamingDestination"] = (input, context) => {
  const { TableName, StreamArn: stream = "", UpdateKinesisStreamingConfiguration: configuration } = input;
  const precision = configuration?.ApproximateCreationDateTimePrecision;
  return context.cloud.store.write(() => {
    const table = openTable(TableName, context);
    if (!precision)
      throw invalid(
        "Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot be null or contain only null values",
      );
    const found = find(table, stream);
    if (!found)
      throw invalidState(
        `No streaming destination with streamArn: ${stream} found for table with tableName: ${table.name}`,
      );
    if (found.status !== "ACTIVE")
      throw invalidState(
        `Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: ${table.name}, kdsArn: ${stream}`,
      );
    if (precision === (found.precision ?? "MILLISECOND"))
      throw invalid(
        `Invalid Request: Precision is already set to the desired value of ${precision} for tableId: ${table.id}, kdsArn: ${stream}`,
      );
    put(table, context, { ...found, precision });
    return {
      TableName: table.name,
      StreamArn: stream,
      DestinationStatus: "UPDATING",
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
    };
  });
};

export const describeKinesisStreamingDestination: DynamoDb["DescribeKinesisStreamingDestination"] = (
  { TableName },
  context,
) => {
  const table = describedTable(TableName ?? "", context);
  return { TableName: table.name, KinesisDataStreamDestinations: (table.destinations ?? []).map(shown) };
};

function shown({ stream, status, failure, precision }: DestinationRecord): KinesisDataStreamDestination {
  return {
    StreamArn: stream,
    DestinationStatus: status,
    ...(failure !== undefined && { DestinationStatusDescription: failure }),
    ...(precision && { ApproximateCreationDateTimePrecision: precision }),
  };
}

/** DynamoDB says of a table that is not there yet what it says of one that is not there. */
function openTable(name: string | undefined, context: DynamoDbContext): TableRecord {
  const table = describedTable(name ?? "", context);
  if (table.isFilling) throw tableNotFound(table.name);
  return table;
}

function find({ destinations = [] }: TableRecord, stream: string): DestinationRecord | undefined {
  return destinations.find((one) => one.stream === stream);
}

function checkFree({ destinations = [] }: TableRecord): void {
  if (destinations.some(({ status }) => status === "ACTIVE"))
    throw invalidState(
      "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.",
    );
}

/** AWS says `enable` whatever was asked for. */
const invalidState = (why: string) =>
  invalid(`Table is not in a valid state to enable Kinesis Streaming Destination: ${why}`);

/** Keeps a destination in its place, a new one in front of the others. Only inside `store.write`. */
function put(table: TableRecord, { state }: DynamoDbContext, destination: DestinationRecord): void {
  const { account, region, name, destinations = [] } = table;
  const isKnown = destinations.some(({ stream }) => stream === destination.stream);
  const all = isKnown
    ? destinations.map((one) => (one.stream === destination.stream ? destination : one))
    : [destination, ...destinations];
  const ended = all.filter(({ status }) => status !== "ACTIVE").slice(MOST_ENDED);
  const kept = all.filter((one) => one === destination || !ended.includes(one));
  state.tables.put([account, region, name], { ...table, destinations: kept });
}
