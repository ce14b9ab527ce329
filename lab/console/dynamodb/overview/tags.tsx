import {
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-dynamodb";
import { useClient } from "../../cloud/clients.ts";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { TagsBox } from "../../parts/tags-box.tsx";

/** The tags of a table. */
export function Tags({ arn: ResourceArn }: { readonly arn: string }) {
  const client = useClient(DynamoDBClient);
  return (
    <TagsBox
      of={["dynamodb", "tags", ResourceArn]}
      list={() =>
        collect(
          pagesOf((NextToken) => client.send(new ListTagsOfResourceCommand({ ResourceArn, NextToken }))),
          ({ Tags }) => Tags,
        )
      }
      set={(Tags) => client.send(new TagResourceCommand({ ResourceArn, Tags }))}
      remove={(TagKeys) => client.send(new UntagResourceCommand({ ResourceArn, TagKeys }))}
    />
  );
}
