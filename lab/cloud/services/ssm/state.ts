import type { Cloud } from "../../cloud.ts";
import type { Handlers } from "../../service.ts";
import type { Collection } from "../../store/collection.ts";

export type Ssm = Handlers<typeof import("@aws-sdk/client-ssm"), SsmState>;

/** One version of a parameter. */
export interface Parameter {
  readonly name: string;
  readonly type: "String" | "StringList" | "SecureString";
  readonly value: string;
  readonly version: number;
  readonly modified: number;
  readonly modifiedBy: string;
  readonly description?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly keyId?: string | undefined;
  readonly tier: "Standard" | "Advanced";
  readonly dataType: string;
}

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
