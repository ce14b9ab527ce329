import type {
  CreateDeliveryStreamInput,
  ListDeliveryStreamsInput,
  UpdateDestinationInput,
} from "@aws-sdk/client-firehose";
import { accessOf } from "../../auth/access-table.ts";
import { rolesIn } from "./destinations/roles-in.ts";
import type { FirehoseState } from "./state.ts";
import { arnOf, keyOf, readArn } from "./streams/names.ts";

type FirehoseInput = Partial<CreateDeliveryStreamInput & UpdateDestinationInput & ListDeliveryStreamsInput>;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisfirehose.html */
export const access = accessOf<FirehoseInput, FirehoseState>({
  prefix: "firehose",
  resource(operation, { DeliveryStreamName }, { account, region }) {
    if (operation === "ListDeliveryStreams") return "*";
    return DeliveryStreamName === undefined ? [] : arnOf({ account, region, name: DeliveryStreamName });
  },
  services: "allowed",
  tags(resource, { state }) {
    const named = readArn(resource);
    return (named && state.tags.get(...keyOf(named))) ?? {};
  },
  tagging: (operation) => (operation === "CreateDeliveryStream" ? "TagDeliveryStream" : undefined),
  passes: (operation, input) =>
    operation === "CreateDeliveryStream" || operation === "UpdateDestination" ? rolesIn(input) : undefined,
  passedTo: "firehose.amazonaws.com",
});
