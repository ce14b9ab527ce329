import { accessOf } from "../../../auth/access-table.ts";
import { resourcePolicyOf } from "../tables/access.ts";
import { streamOfIterator } from "./iterators.ts";
import { arnOfStream, streamNameOf } from "./names.ts";
import type { StreamsState } from "./state.ts";

interface StreamsInput {
  readonly StreamArn?: string;
  readonly ShardIterator?: string;
  /** Of ListStreams, which a role may be allowed of one stream alone: the CDK's TableV2 grants it so, and Lambda is content with that. */
  readonly ExclusiveStartStreamArn?: string;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const access = accessOf<StreamsInput, StreamsState>({
  prefix: "dynamodb",
  resource(_operation, { ExclusiveStartStreamArn, StreamArn = ExclusiveStartStreamArn, ShardIterator }) {
    if (StreamArn === undefined && ShardIterator === undefined) return "*";
    const stream = StreamArn === undefined ? streamOfIterator(ShardIterator ?? "") : streamNameOf(StreamArn);
    // The operation itself says that it is no stream.
    return stream ? arnOfStream(stream) : [];
  },
  policy: ({ resource }, { state }) => resourcePolicyOf(resource, { state }),
  // A stream has those of its table.
  tags(resource, { state }) {
    const [account, region, table] = streamNameOf(resource) ?? [];
    return account && region && table ? state.tags.get(account, region, table) : undefined;
  },
});
