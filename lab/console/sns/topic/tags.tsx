import { ListTagsForResourceCommand, SNSClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-sns";
import { useClient } from "../../cloud/clients.ts";
import { TagsBox } from "../../parts/tags-box.tsx";

/** The tags of a topic. */
export function Tags({ arn: ResourceArn }: { readonly arn: string }) {
  const client = useClient(SNSClient);
  return (
    <TagsBox
      of={["sns", "tags", ResourceArn]}
      list={async () => (await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags ?? []}
      set={(Tags) => client.send(new TagResourceCommand({ ResourceArn, Tags }))}
      remove={(TagKeys) => client.send(new UntagResourceCommand({ ResourceArn, TagKeys }))}
    />
  );
}
