import type { ResourceProvider } from "../../../service/service.ts";
import { deliveryStream } from "./delivery-stream.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::KinesisFirehose::DeliveryStream": deliveryStream,
};
