import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import { useQuery } from "@tanstack/react-query";
import { usePlace } from "../../cloud/place.ts";
import { type Archive, openArchive } from "./archive.ts";

/** Fetches a function's code from where AWS says it is, once for each version of it. */
export function useArchive({ Configuration, Code }: GetFunctionResponse) {
  const { isLab } = usePlace();
  const url = Code?.Location;
  return useQuery<Archive, Error>({
    queryKey: ["code", Configuration?.FunctionArn, Configuration?.CodeSha256],
    queryFn: async ({ signal }) => {
      const answer = await fetch(isLab ? atHome(url) : (url ?? ""), { signal });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      return await openArchive(new Uint8Array(await answer.arrayBuffer()));
    },
    enabled: url !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The lab names itself by its address. A page may only ask the host that it came from, which can be another name of it. */
function atHome(url = ""): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
