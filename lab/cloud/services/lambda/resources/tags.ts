import { own } from "../../../own.ts";
import type { ResourceContext } from "../../../service/service.ts";

/** Brings what is there already to these tags. */
export async function retag(Resource: string, tags: Record<string, string>, { call }: ResourceContext): Promise<void> {
  const { Tags = {} } = await call.lambda.ListTags({ Resource });
  const gone = Object.keys(Tags).filter((key) => own(tags, key) === undefined);
  if (gone.length > 0) await call.lambda.UntagResource({ Resource, TagKeys: gone });
  if (Object.keys(tags).length > 0) await call.lambda.TagResource({ Resource, Tags: tags });
}
