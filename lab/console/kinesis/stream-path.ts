/** The path of a stream's page. */
export function streamPath(stream: string, tab?: string): string {
  return `/kinesis/${encodeURIComponent(stream)}${tab === undefined ? "" : `?tab=${tab}`}`;
}
