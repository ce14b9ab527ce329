import type {
  DeliveryStreamEncryptionConfiguration,
  DeliveryStreamEncryptionConfigurationInput,
} from "@aws-sdk/client-firehose";
import { invalid } from "../errors.ts";
import type { Firehose, FirehoseContext } from "../state.ts";
import { openStream, putStream } from "./names.ts";

/** What a stream keeps of how it is to be encrypted. Throws Firehose's errors. */
export function encryptionOf(
  input: DeliveryStreamEncryptionConfigurationInput | undefined,
): DeliveryStreamEncryptionConfiguration | undefined {
  if (!input) return undefined;
  const { KeyType = "AWS_OWNED_CMK", KeyARN } = input;
  if (KeyType === "CUSTOMER_MANAGED_CMK" && KeyARN === undefined)
    throw invalid("KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.");
  if (KeyType === "AWS_OWNED_CMK" && KeyARN !== undefined)
    throw invalid("KeyARN must not be set when KeyType is AWS_OWNED_CMK.");
  return { KeyType, ...(KeyARN !== undefined && { KeyARN }), Status: "ENABLED" };
}

export const startDeliveryStreamEncryption: Firehose["StartDeliveryStreamEncryption"] = (input, context) => {
  const encryption = encryptionOf(input.DeliveryStreamEncryptionConfigurationInput ?? { KeyType: "AWS_OWNED_CMK" });
  set(input.DeliveryStreamName, context, encryption);
  return {};
};

export const stopDeliveryStreamEncryption: Firehose["StopDeliveryStreamEncryption"] = (input, context) => {
  set(input.DeliveryStreamName, context, undefined);
  return {};
};

function set(
  name: string | undefined,
  context: FirehoseContext,
  encryption: DeliveryStreamEncryptionConfiguration | undefined,
): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { encryption: _before, ...stream } = openStream(name, context);
    if (stream.source)
      throw invalid("Server-side encryption can be changed only for Firehose streams with DirectPut as their source.");
    putStream({ ...stream, ...(encryption && { encryption }) }, state);
  });
}
