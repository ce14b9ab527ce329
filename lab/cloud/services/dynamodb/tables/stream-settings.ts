import type { StreamSpecification, StreamViewType } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../errors.ts";

/** What a stream is to show; nothing when there is to be none. */
export function readStream(specification: StreamSpecification | undefined): StreamViewType | undefined {
  if (!specification) return undefined;
  const { StreamEnabled, StreamViewType } = specification;
  if (StreamEnabled && !StreamViewType)
    throw invalidParameters("StreamViewType is required when StreamEnabled is true");
  if (!StreamEnabled && StreamViewType)
    throw invalidParameters("StreamViewType can only be specified when StreamEnabled is true");
  return StreamEnabled ? StreamViewType : undefined;
}
