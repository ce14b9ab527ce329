import { accessTo, domainOf } from "../rest/access.ts";
import type { ApiGatewayV2State } from "./state.ts";

/** What a call wants to do to what: its resources are named as those of the first version are. */
export const access = accessTo<ApiGatewayV2State>((path, { state, account, region }) => {
  const [kind, id = "", part, name = ""] = path;
  const here = [account, region, id] as const;
  if (kind === "domainnames") return part === undefined ? domainOf(id, { state, account }) : undefined;
  if (part === undefined) return state.apis.get(...here);
  const kept = { stages: state.stages, authorizers: state.authorizers, routes: state.routes };
  return kept[part as keyof typeof kept]?.get(...here, name);
});
