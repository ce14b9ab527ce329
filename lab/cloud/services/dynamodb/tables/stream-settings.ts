import type { StreamSpecification, StreamViewType } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../errors.ts";

/** What the stream of a new table is to show; nothing when it is to have none. */
export function readStream(specification: StreamSpecification | undefined): StreamViewType | undefined {
  if (!specification) return undefined;
  const { StreamEnabled, StreamViewType } = specification;
  if (StreamEnabled && !StreamViewType)
    throw invalidParameters("Table is being created with a stream enabled, UpdateViewType is required");
  if (!StreamEnabled && StreamViewType)
    throw invalidParameters("Table is being created with a stream disabled, UpdateViewType should not be specified");
  return StreamEnabled ? StreamViewType : undefined;
}

/** The same of a table that there is. */
export function readStreamChange({ StreamEnabled, StreamViewType }: StreamSpecification): StreamViewType | undefined {
  if (StreamEnabled && !StreamViewType)
    throw invalidParameters("If stream is being enabled then UpdateViewType is required");
  if (!StreamEnabled && StreamViewType)
    throw invalidParameters("If stream is being disabled, then UpdateViewType must not be specified");
  return StreamEnabled ? StreamViewType : undefined;
}
