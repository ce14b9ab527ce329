import type { Cloud } from "../../cloud.ts";
import type { Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import type { Parameter } from "./records.ts";

export type Ssm = Handlers<typeof import("@aws-sdk/client-ssm"), SsmState>;

export class SsmState {
  /** The newest version of each parameter: [account, region, name]. */
  readonly parameters: Collection<Parameter>;
  /** Every version: [account, region, name, version]. */
  readonly history: Collection<Parameter>;
  readonly tags: Collection<Record<string, string>>;

  constructor({ store }: Cloud) {
    this.parameters = store.collection("ssm-parameters");
    this.history = store.collection("ssm-history");
    this.tags = store.collection("ssm-tags");
  }
}
