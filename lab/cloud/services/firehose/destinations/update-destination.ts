import { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";
import type { DeliveryStream } from "../records.ts";
import type { Firehose } from "../state.ts";
import { openStream, putStream } from "../streams/names.ts";
import { DESTINATION_ID } from "./described.ts";
import { changedDestination } from "./destinations.ts";
import { checkRoles } from "./role-check.ts";

/** Changes where a stream delivers: what is in its buffers goes there, too. */
export const updateDestination: Firehose["UpdateDestination"] = async (input, context) => {
  const { cloud, state } = context;
  const changed = (): DeliveryStream => {
    const stream = openStream(input.DeliveryStreamName, context);
    checkVersion(stream, input.CurrentDeliveryStreamVersionId as string);
    if (input.DestinationId !== DESTINATION_ID) throw invalid(`Destination Id ${input.DestinationId} not found`);
    const destination = changedDestination(stream.destination, input);
    return { ...stream, destination, version: stream.version + 1, updated: cloud.clock.now() };
  };
  await checkRoles(changed(), context);
  // Another call may have changed it meanwhile.
  cloud.store.write(() => putStream(changed(), state));
  return {};
};

function checkVersion({ name, version }: DeliveryStream, given: string): void {
  if (given === String(version)) return;
  throw new AwsError(
    "ConcurrentModificationException",
    `Cannot update firehose: ${name} since the current version id: ${version} and specified version id: ${given} do not match`,
  );
}
