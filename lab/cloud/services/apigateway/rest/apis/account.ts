import type { ApiGateway } from "../state.ts";
import { onlyReplaced, patched, value } from "./patch.ts";

/** What an account may do by default, all its APIs together: requests a second, and in a burst. */
export const ACCOUNT_THROTTLE = { burstLimit: 5000, rateLimit: 10_000 };

export const getAccount: ApiGateway["GetAccount"] = (_input, { state, account, region }) => ({
  ...state.accounts.get(account, region),
  throttleSettings: ACCOUNT_THROTTLE,
  features: ["UsagePlans"],
  apiKeyVersion: "4",
});

export const updateAccount: ApiGateway["UpdateAccount"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const before = state.accounts.get(account, region) ?? {};
  const settings = patched(before, input.patchOperations, { cloudwatchRoleArn: onlyReplaced(value) });
  cloud.store.write(() => state.accounts.put([account, region], settings));
  return getAccount({}, context);
};
