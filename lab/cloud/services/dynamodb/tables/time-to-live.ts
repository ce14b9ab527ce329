import { invalid } from "../errors.ts";
import type { DynamoDb } from "../state.ts";
import { changeableTable, describedTable } from "./lookup.ts";
import { replicasOf } from "./replicas.ts";

/** Switches the expiry of items on or off. What is in the table is looked through in the background. */
export const updateTimeToLive: DynamoDb["UpdateTimeToLive"] = ({ TableName, TimeToLiveSpecification }, context) => {
  const { cloud, state } = context;
  const { AttributeName: attribute = "", Enabled: isEnabled = false } = TimeToLiveSpecification ?? {};
  return cloud.store.write(() => {
    const table = changeableTable(TableName, context);
    const { account, name, expiry } = table;
    const active = expiry?.change === "DISABLING" ? undefined : expiry;
    if (active && active.attribute !== attribute)
      throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${active.attribute}`);
    if (isEnabled && active) throw invalid("TimeToLive is already enabled");
    if (!isEnabled && !active) throw invalid("TimeToLive is already disabled");
    const change = isEnabled ? "ENABLING" : "DISABLING";
    const kind = isEnabled ? "note what expires" : "forget what expires";
    // Replicas share it.
    for (const one of [table, ...replicasOf(table, state)]) {
      state.tables.put([account, one.region, name], { ...one, expiry: { attribute, change } });
      state.work.begin({ kind, account, region: one.region, table: name, id: one.id });
    }
    return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: isEnabled } };
  });
};

export const describeTimeToLive: DynamoDb["DescribeTimeToLive"] = ({ TableName }, context) => {
  const { expiry } = describedTable(TableName, context);
  return {
    TimeToLiveDescription: expiry
      ? { TimeToLiveStatus: expiry.change ?? "ENABLED", AttributeName: expiry.attribute }
      : { TimeToLiveStatus: "DISABLED" },
  };
};
