import { type FirehoseClient, ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";

/** How many names are asked for at once. */
const PAGE = 100;

/** The names of all delivery streams. */
export async function listStreams(client: FirehoseClient): Promise<string[]> {
  const names: string[] = [];
  for (let hasMore = true; hasMore; ) {
    const after = names.at(-1);
    const page = await client.send(
      new ListDeliveryStreamsCommand({ Limit: PAGE, ...(after && { ExclusiveStartDeliveryStreamName: after }) }),
    );
    names.push(...(page.DeliveryStreamNames ?? []));
    hasMore = page.HasMoreDeliveryStreams === true && names.at(-1) !== after;
  }
  return names;
}
