import { accessOf } from "../../../auth/access-table.ts";
import { streamOfIterator } from "./iterators.ts";
import { arnOfStream } from "./names.ts";
import type { StreamsState } from "./state.ts";

interface StreamsInput {
  readonly StreamArn?: string;
  readonly ShardIterator?: string;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const access = accessOf<StreamsInput, StreamsState>({
  prefix: "dynamodb",
  resource(_operation, { StreamArn, ShardIterator }) {
    if (StreamArn !== undefined) return StreamArn;
    if (ShardIterator === undefined) return "*";
    const stream = streamOfIterator(ShardIterator);
    // The operation itself says that it is no iterator.
    return stream ? arnOfStream(stream) : [];
  },
});
