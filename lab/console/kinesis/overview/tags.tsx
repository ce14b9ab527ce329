import {
  KinesisClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kinesis";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { type TagChange, TagsContainer } from "../../parts/tags.tsx";

/** The tags of a stream. */
export function Tags({ arn: ResourceARN }: { readonly arn: string }) {
  const client = useClient(KinesisClient);
  const answer = useAnswer(["kinesis", "tags", ResourceARN], async () => {
    const { Tags: tags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    return tags;
  });
  const save = useChange(
    async ({ tags, gone }: TagChange) => {
      const all = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
      if (tags.length > 0) await client.send(new TagResourceCommand({ ResourceARN, Tags: all }));
      if (gone.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: [...gone] }));
    },
    { done: () => "Changed the tags", stale: ["kinesis", "tags", ResourceARN], inForm: true },
  );
  return <TagsContainer answer={answer} save={save} />;
}
