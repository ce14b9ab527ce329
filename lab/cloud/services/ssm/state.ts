import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { SealedValues } from "../../store/sealed-values.ts";
import type { Parameter } from "./records.ts";

export type Ssm = Handlers<typeof import("@aws-sdk/client-ssm"), SsmState>;

export type SsmContext = Context<SsmState>;

export class SsmState {
  /** The newest version of each parameter: [account, region, name]. */
  readonly parameters: Collection<Parameter>;
  /** Every version: [account, region, name, version]. */
  readonly history: Collection<Parameter>;
  readonly tags: Collection<Record<string, string>>;
  /** The version that a label names: [account, region, name, label]. */
  readonly labels: Collection<number>;
  readonly secure: SealedValues;

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.parameters = store.collection("ssm-parameters");
    this.history = store.collection("ssm-history");
    this.tags = store.collection("ssm-tags");
    this.labels = store.collection("ssm-labels");
    this.secure = new SealedValues(cloud.store, "ssm-secure-string-keys");
  }
}
