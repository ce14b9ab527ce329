import {
  FirehoseClient,
  ListTagsForDeliveryStreamCommand,
  type Tag,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
} from "@aws-sdk/client-firehose";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { type TagChange, TagsContainer } from "../../parts/tags.tsx";

/** The tags of a delivery stream. */
export function Tags({ stream: DeliveryStreamName }: { readonly stream: string }) {
  const client = useClient(FirehoseClient);
  const answer = useAnswer(["firehose", "tags", DeliveryStreamName], async () => {
    const { Tags: tags = [] } = await client.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }));
    return tags;
  });
  const save = useChange(
    async ({ tags, gone }: TagChange) => {
      const Tags = tags as Tag[];
      if (tags.length > 0) await client.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags }));
      if (gone.length > 0)
        await client.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: [...gone] }));
    },
    { done: () => "Changed the tags", stale: ["firehose", "tags", DeliveryStreamName], inForm: true },
  );
  return <TagsContainer answer={answer} save={save} />;
}
