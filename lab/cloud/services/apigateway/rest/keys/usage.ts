import { badRequest } from "../../shared/errors.ts";
import { unsupported } from "../apis/patch.ts";
import { page } from "../apis/record-operations.ts";
import type { Usage, UsagePlan } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { checkKey, usagePlans } from "./usage-plans.ts";

const DAY = 86_400_000;
/** For each key, an answer has as many entries as days. */
const LONGEST_PERIOD = 366 * DAY;

/** `2026-11-20` */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The days of a quota's period up to a time, the first one first: a week begins on Sunday, and an offset moves the beginning. */
export function daysOfPeriod({ period = "DAY", offset = 0 }: NonNullable<UsagePlan["quota"]>, time: number): string[] {
  const date = new Date(time);
  const since =
    period === "WEEK" ? (date.getUTCDay() - offset + 7) % 7 : period === "MONTH" ? daysIntoMonth(date, offset) : 0;
  return Array.from({ length: since + 1 }, (_, i) => dayOf(time - (since - i) * DAY));
}

function daysIntoMonth(date: Date, offset: number): number {
  const begin = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1 + offset);
  const today = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const last = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1 + offset);
  return Math.round((today - (today >= begin ? begin : last)) / DAY);
}

type UsageContext = Pick<ApiGatewayContext, "cloud" | "state" | "account" | "region">;

/** Counts a request of a key. @returns whether its plan's quota lets it pass */
export function count(plan: UsagePlan, key: string, { cloud, state, account, region }: UsageContext): boolean {
  const now = cloud.clock.now();
  const at = [account, region, plan.id as string, key, dayOf(now)] as const;
  return cloud.store.write(() => {
    const today = state.usage.get(...at)?.used ?? 0;
    const { quota } = plan;
    if (!quota) {
      state.usage.put(at, { used: today + 1, remaining: 0 });
      return true;
    }
    const granted = state.usage.get(...at)?.remaining ?? leftOf(plan, key, now, { state, account, region });
    if (granted <= 0) return false;
    state.usage.put(at, { used: today + 1, remaining: granted - 1 });
    return true;
  });
}

/** What a key has left of its quota on a day on which it has not yet been used. */
function leftOf(
  { id = "", quota }: UsagePlan,
  key: string,
  time: number,
  { state, account, region }: Pick<UsageContext, "state" | "account" | "region">,
): number {
  const days = daysOfPeriod(quota ?? {}, time);
  for (const day of days.reverse()) {
    const usage = state.usage.get(account, region, id, key, day);
    if (usage) return usage.remaining;
  }
  return quota?.limit ?? 0;
}

export const getUsage: ApiGateway["GetUsage"] = (input, context) => {
  const { usagePlanId, startDate, endDate, keyId } = input;
  const plan = usagePlans.open(context, usagePlanId);
  const [start, end] = [Date.parse(startDate), Date.parse(endDate)];
  if (!/^\d{4}-\d\d-\d\d$/.test(startDate) || !/^\d{4}-\d\d-\d\d$/.test(endDate) || !(start <= end))
    throw badRequest("Invalid date specified. Dates must be of the form YYYY-MM-DD, the first one not after the last");
  if (end - start > LONGEST_PERIOD) throw badRequest("Invalid date range specified. It can be a year long at most");
  const { state, account, region } = context;
  const keys = [...state.usagePlanKeys.entries({ under: [account, region, usagePlanId] })].map(([key]) =>
    String(key.at(-1)),
  );
  const daily = (key: string): Usage[] => {
    const found: Usage[] = [];
    for (let time = start; time <= end; time += DAY) {
      const usage = state.usage.get(account, region, usagePlanId, key, dayOf(time));
      found.push(usage ?? { used: 0, remaining: leftOf(plan, key, time, context) });
    }
    return found;
  };
  const asked = keys.filter((key) => keyId === undefined || key === keyId);
  const { items, position } = page(asked, input);
  const days = items.map((key) => [key, daily(key).map(({ used, remaining }) => [used, remaining])]);
  return { usagePlanId, startDate, endDate, items: Object.fromEntries(days), ...(position && { position }) };
};

/** Gives a key more, or less, for the rest of the period: `replace /remaining`. */
export const updateUsage: ApiGateway["UpdateUsage"] = ({ usagePlanId, keyId, patchOperations = [] }, context) => {
  const { cloud, state, account, region } = context;
  checkKey(usagePlanId, keyId, context);
  const today = dayOf(cloud.clock.now());
  const at = [account, region, usagePlanId, keyId, today] as const;
  for (const { op, path, value } of patchOperations) {
    if (op !== "replace" || path !== "/remaining") throw unsupported({ op, path }, { replace: ["/remaining"] });
    if (!/^\d+$/.test(value ?? "")) throw badRequest(`Invalid patch value specified for ${path}`);
    cloud.store.write(() => state.usage.put(at, { used: state.usage.get(...at)?.used ?? 0, remaining: Number(value) }));
  }
  return getUsage({ usagePlanId, keyId, startDate: today, endDate: today }, context);
};
