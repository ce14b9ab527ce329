import { version } from "../../package.ts";
import { FIRST_ACCOUNT } from "../auth/caller.ts";
import type { Cloud } from "../cloud.ts";
import { coverageOf } from "../service/coverage.ts";
import type { Service } from "../service/service.ts";
import { services } from "../services/index.ts";
import { getClock } from "./clock.ts";
import type { ControlRequest } from "./index.ts";
import type { PlaceOfConsole } from "./place.ts";

/** What everybody is told: whether the lab is ready, what it has, and whether whoever comes must sign in. */
export function health({ endpoint, credentials: { wellKnownKeys } }: Cloud) {
  return { status: "ready", version, endpoint, services: Object.keys(services), wellKnownKeys };
}

/** How much there is of each service. Asking loads them all, so `GET /_lab/health?coverage` alone does. */
export async function healthWithCoverage(cloud: Cloud) {
  const load = async ([name, { load }]: (typeof entries)[number]) =>
    [name, coverageOf((await load()).service as unknown as Service)] as const;
  const entries = Object.entries(services);
  return { ...health(cloud), coverage: Object.fromEntries(await Promise.all(entries.map(load))) };
}

/** Where the console is that the lab serves, and as whom it looks. */
export function place({ cloud, asker: { caller, isTeacher } }: ControlRequest): PlaceOfConsole {
  const { endpoint, folder, accounts, region, credentials } = cloud;
  return {
    isLab: true,
    endpoint,
    version,
    ...(isTeacher && { state: folder }),
    iam: accounts.modeOf(caller.account),
    services: Object.keys(services),
    region,
    wellKnownKeys: credentials.wellKnownKeys,
    ahead: getClock({ cloud }).ahead,
    caller: { arn: caller.arn, account: caller.account, isTeacher },
    accounts: isTeacher ? [...new Set([FIRST_ACCOUNT, ...cloud.identities.accounts()])] : [caller.account],
  };
}
