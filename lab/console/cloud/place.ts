import { createContext, useContext, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { PlaceOfConsole } from "../../cloud/control/place.ts";

/** Where the console is, as its server tells. */
export type { PlaceOfConsole };

/** Set by the shell, once the server has told. */
export const PlaceContext = createContext<PlaceOfConsole | undefined>(undefined);

/** Where the console looks: what its server tells, and the account and region that the address names. */
export interface Place extends PlaceOfConsole {
  /** 12 digits; empty where the credentials decide. */
  readonly account: string;
}

/** Where the console looks. Account and region stand in the address, so that links can be shared. */
export function usePlace(): Place {
  const server = useContext(PlaceContext);
  if (!server) throw new Error("usePlace is for what the shell shows");
  const [query] = useSearchParams();
  const account = signedIn(server)?.account ?? query.get("account") ?? server.accounts?.[0] ?? "";
  const region = query.get("region") ?? server.region;
  return useMemo(() => ({ ...server, account, region }), [server, account, region]);
}

/** Who has signed in, where accounts have keys of their own: they look at their own account. */
export function signedIn({ wellKnownKeys, caller }: PlaceOfConsole): PlaceOfConsole["caller"] {
  return wellKnownKeys === "off" ? caller : undefined;
}
