/** The path of a delivery stream's page. */
export function streamPath(stream: string): string {
  return `/firehose/${encodeURIComponent(stream)}`;
}
