import Link from "@cloudscape-design/components/link";
import { usePlace } from "../../cloud/place.ts";
import { Copied } from "../../parts/copied.tsx";
import type { Api } from "../apis.ts";
import { stageUrl } from "../stage-url.ts";

/** Where a stage answers: a link, unless a browser can't follow it. */
export function StageAddress({ api, stage }: { readonly api: Api; readonly stage: string }) {
  const url = stageUrl(api, stage, usePlace());
  if (api.kind === "WebSocket") return <Copied text={url} />;
  return (
    <Link href={`${url}/`} external>
      {url}/
    </Link>
  );
}
