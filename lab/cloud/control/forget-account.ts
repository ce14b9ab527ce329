import type { Cloud, LoadedService, ServiceName } from "../cloud.ts";
import { services } from "../services/index.ts";

/**
 * Removes all that belongs to an account: what runs for it ends, then everything goes in one transaction. Another account's
 * things are not touched. Where they need something of this one (a role, a function, a layer), it is not there any more.
 */
export async function forgetAccount(cloud: Cloud, account: string): Promise<void> {
  // A service that was not asked for anything yet has its things in the store all the same.
  const loaded = await Promise.all((Object.keys(services) as ServiceName[]).map((name) => cloud.service(name)));
  await endAll(loaded, account);
  cloud.store.write(() => {
    for (const { definition, state } of loaded) definition.forget?.(account, state, cloud);
    cloud.credentials.forget(account);
    cloud.calls.forget(account);
    cloud.accounts.put(account, {});
    cloud.store.forget(account);
  });
  cloud.denials.forget(account);
  cloud.activity.forget(account);
  // What began while other things ended finds nothing any more, and ends, too.
  await endAll(loaded, account);
}

async function endAll(loaded: readonly LoadedService[], account: string): Promise<void> {
  const first = loaded.filter(({ definition }) => definition.endsFirst);
  for (const { definition, state } of new Set([...first, ...loaded])) await definition.end?.(account, state);
}
