import type { Lambda } from "../state.ts";
import { ACCOUNT_LIMIT } from "./concurrency.ts";

/** AWS's default quotas, in bytes. */
const TOTAL_CODE_SIZE = 80_530_636_800;
const UNZIPPED = 262_144_000;
const ZIPPED = 52_428_800;

export const getAccountSettings: Lambda["GetAccountSettings"] = (_input, { state, account, region }) => {
  const functions = [...state.functions.values({ under: [account, region] })];
  const stored = [
    ...functions.map(({ configuration }) => configuration),
    ...[...state.versions.values({ under: [account, region] })].map(({ configuration }) => configuration),
    ...state.layerVersions.values({ under: [account, region] }),
  ];
  const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  return {
    AccountLimit: {
      TotalCodeSize: TOTAL_CODE_SIZE,
      CodeSizeUnzipped: UNZIPPED,
      CodeSizeZipped: ZIPPED,
      ConcurrentExecutions: ACCOUNT_LIMIT,
      UnreservedConcurrentExecutions: ACCOUNT_LIMIT - reserved,
    },
    AccountUsage: {
      TotalCodeSize: stored.reduce((sum, { CodeSize = 0 }) => sum + CodeSize, 0),
      FunctionCount: functions.length,
    },
  };
};
