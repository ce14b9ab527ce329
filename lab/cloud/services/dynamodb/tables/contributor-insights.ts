import { pageByPlace } from "../../../service/paging.ts";
import { invalid, notFound } from "../errors.ts";
import type { Insights, TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { describedTable } from "./lookup.ts";

const PAGE = 100;

/** Switches the rules of CloudWatch on or off that would show who uses a table most. They are stored alone. */
export const updateContributorInsights: DynamoDb["UpdateContributorInsights"] = (input, context) => {
  const { IndexName, ContributorInsightsAction: action, ContributorInsightsMode: mode } = input;
  const { cloud, state } = context;
  const table = openWithIndex(input, context);
  const isEnabled = action === "ENABLE";
  const insights: Insights = {
    isEnabled,
    mode: mode ?? "ACCESSED_AND_THROTTLED_KEYS",
    changed: cloud.clock.now(),
    ...(IndexName !== undefined && { index: IndexName }),
  };
  cloud.store.write(() => state.insights.put(placeOf(table, IndexName), insights));
  return {
    TableName: table.name,
    ...(IndexName !== undefined && { IndexName }),
    ContributorInsightsStatus: isEnabled ? "ENABLING" : "DISABLING",
    ...(isEnabled && { ContributorInsightsMode: insights.mode }),
  };
};

export const describeContributorInsights: DynamoDb["DescribeContributorInsights"] = (input, context) => {
  const { IndexName } = input;
  const table = openWithIndex(input, context);
  const insights = context.state.insights.get(...placeOf(table, IndexName));
  return {
    TableName: table.name,
    ...(IndexName !== undefined && { IndexName }),
    ContributorInsightsStatus: insights?.isEnabled ? "ENABLED" : "DISABLED",
    ...(insights?.isEnabled && {
      ContributorInsightsRuleList: rulesOf(table, insights),
      LastUpdateDateTime: new Date(insights.changed),
      ContributorInsightsMode: insights.mode,
    }),
  };
};

export const listContributorInsights: DynamoDb["ListContributorInsights"] = (input, context) => {
  const { TableName, NextToken: token, MaxResults } = input;
  const { state, account, region } = context;
  const under = TableName === undefined ? [account, region] : placeOf(describedTable(TableName, context));
  const all = [...state.insights.entries({ under })];
  const size = MaxResults || PAGE;
  const { items, next } = pageByPlace(all, { token, size, invalid: () => invalid("Invalid NextToken") });
  return {
    ContributorInsightsSummaries: items.map(([[, , name], { index, isEnabled, mode }]) => ({
      TableName: String(name),
      ...(index !== undefined && { IndexName: index }),
      ContributorInsightsStatus: isEnabled ? "ENABLED" : "DISABLED",
      ContributorInsightsMode: mode,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
};

function openWithIndex(
  { TableName, IndexName }: { readonly TableName: string; readonly IndexName?: string | undefined },
  context: DynamoDbContext,
): TableRecord {
  const table = describedTable(TableName, context);
  if (IndexName !== undefined && !table.indexes.some(({ name, kind }) => kind === "global" && name === IndexName))
    throw notFound(`Index ${IndexName} for table ${table.name}`);
  return table;
}

/** The names of the rules: the most used keys and the most throttled ones, of partitions, and with sort keys. */
function rulesOf(table: TableRecord, { index, changed }: Insights): string[] {
  const key = table.indexes.find(({ name }) => name === index)?.key ?? table.key;
  const kinds = key.sort.length > 0 ? ["PKC", "SKC", "PKT", "SKT"] : ["PKC", "PKT"];
  const of = index === undefined ? table.name : `${table.name}-${index}`;
  return kinds.map((kind) => `DynamoDBContributorInsights-${kind}-${of}-${changed}`);
}

function placeOf({ account, region, name }: TableRecord, index?: string): string[] {
  return [account, region, name, ...(index === undefined ? [] : [index])];
}
