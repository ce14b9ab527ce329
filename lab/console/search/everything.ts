import { type ClientOf, useClients } from "../cloud/clients.ts";
import { type Place, usePlace } from "../cloud/place.ts";
import { useAnswer } from "../cloud/queries.ts";
import { type Found, sections } from "../sections.ts";

/** A resource that was found, and of which kind it is. */
export interface Resource extends Found {
  readonly kind: string;
}

/** All resources that the sections know of, asked for when somebody looks for one. */
export function useEverything(isWanted: boolean) {
  const client = useClients();
  const place = usePlace();
  return useAnswer(["everything"], () => everything(client, place), { when: isWanted });
}

/** What one service does not tell, be it that the caller may not ask, is missing; the others are there. */
async function everything(client: ClientOf, place: Place): Promise<readonly Resource[]> {
  const loaded = await Promise.all(sections.map(async ({ finders }) => (await finders?.())?.finders ?? []));
  const answers = loaded.flat().map(async ({ kind, find }) => {
    const found = await find(client, place).catch((): readonly Found[] => []);
    return found.map((one) => ({ ...one, kind }));
  });
  return (await Promise.all(answers)).flat();
}
