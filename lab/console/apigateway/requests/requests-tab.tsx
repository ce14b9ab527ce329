import { usePlace } from "../../cloud/place.ts";
import type { Api } from "../apis.ts";
import { AccessLog } from "./access-log.tsx";
import { TracedRequests } from "./traced-requests.tsx";

/** The newest requests to an API: the lab traces them; elsewhere its access log has them. */
export function RequestsTab({ api }: { readonly api: Api }) {
  return usePlace().isLab ? <TracedRequests api={api} /> : <AccessLog api={api} />;
}
