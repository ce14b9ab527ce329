import type { Call } from "../../audit/call.ts";
import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Deliveries } from "./deliveries/deliveries.ts";
import type { Trail } from "./records.ts";

export type CloudTrail = Handlers<typeof import("@aws-sdk/client-cloudtrail"), CloudTrailState>;

export type CloudTrailContext = Context<CloudTrailState>;

export class CloudTrailState {
  /** [account, home region, name] */
  readonly trails: Collection<Trail>;
  /** Calls that wait for the next file of a trail: [account, home region, name of the trail, number]. */
  readonly pending: Collection<Call>;
  readonly deliveries: Deliveries;

  constructor(cloud: Cloud) {
    this.trails = cloud.store.collection("cloudtrail-trails");
    this.pending = cloud.store.collection("cloudtrail-pending");
    this.deliveries = new Deliveries(cloud, this);
  }
}
