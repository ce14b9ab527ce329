import {
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-dynamodb";
import { useClient } from "../../cloud/clients.ts";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { type TagChange, TagsContainer } from "../../parts/tags.tsx";

/** The tags of a table. */
export function Tags({ arn }: { readonly arn: string }) {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(["dynamodb", "tags", arn], () =>
    collect(
      pagesOf((NextToken) => client.send(new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken }))),
      ({ Tags }) => Tags,
    ),
  );
  const save = useChange(
    async ({ tags, gone }: TagChange) => {
      const all = tags.map(({ Key, Value }) => ({ Key, Value }));
      if (all.length > 0) await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: all }));
      if (gone.length > 0) await client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: [...gone] }));
    },
    { done: () => "Changed the tags", stale: ["dynamodb", "tags", arn], inForm: true },
  );
  return <TagsContainer answer={answer} save={save} />;
}
