import type { Cloud } from "../../cloud.ts";
import type { Handlers } from "../../service.ts";
import type { Collection } from "../../store/collection.ts";

export type Ecr = Handlers<typeof import("@aws-sdk/client-ecr"), EcrState>;

export interface Repository {
  readonly name: string;
  readonly created: number;
  readonly mutability: "IMMUTABLE" | "MUTABLE" | "IMMUTABLE_WITH_EXCLUSION" | "MUTABLE_WITH_EXCLUSION";
  readonly scanOnPush: boolean;
  readonly encryption: "AES256" | "KMS" | "KMS_DSSE";
  readonly lifecyclePolicy?: string | undefined;
  readonly policy?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export class EcrState {
  /** [account, region, name] */
  readonly repositories: Collection<Repository>;

  constructor({ store }: Cloud) {
    this.repositories = store.collection("ecr-repositories");
  }
}
