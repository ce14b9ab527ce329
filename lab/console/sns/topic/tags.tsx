import { ListTagsForResourceCommand, SNSClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-sns";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { type TagChange, TagsContainer } from "../../parts/tags.tsx";

/** The tags of a topic. */
export function Tags({ arn: ResourceArn }: { readonly arn: string }) {
  const client = useClient(SNSClient);
  const key = ["sns", "tags", ResourceArn];
  const answer = useAnswer(
    key,
    async () => (await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags ?? [],
  );
  const save = useChange(
    async ({ tags, gone }: TagChange) => {
      const all = tags.map(({ Key, Value }) => ({ Key, Value }));
      if (all.length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: all }));
      if (gone.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: [...gone] }));
    },
    { done: () => "Changed the tags", stale: key, inForm: true },
  );
  return <TagsContainer answer={answer} save={save} />;
}
