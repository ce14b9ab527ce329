import type { StreamModeDetails } from "@aws-sdk/client-kinesis";

/** How a stream's capacity is decided, for people. */
export function modeText(details: Partial<StreamModeDetails> | undefined): string {
  return details?.StreamMode === "ON_DEMAND" ? "on demand" : "provisioned";
}
