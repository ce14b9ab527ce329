import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Downloads } from "../../web/downloads.ts";
import type { ImageRecord, LayerRecord, Repository } from "./records.ts";
import { type TokenRecord, tokensIn } from "./registry/authorization-tokens.ts";

export type Ecr = Handlers<typeof import("@aws-sdk/client-ecr"), EcrState>;
export type EcrContext = Context<EcrState>;

/** A layer on its way. What a client does not complete is gone at the next start. */
export interface LayerUpload {
  readonly repository: string;
  readonly parts: Buffer[];
  size: number;
}

export class EcrState {
  /** [account, region, name] */
  readonly repositories: Collection<Repository>;

  /** [account, region, repository, digest] */
  readonly layers: Collection<LayerRecord>;
  /** [account, region, repository, digest] */
  readonly images: Collection<ImageRecord>;
  /** The digest of each tag, by [account, region, repository, tag]. */
  readonly tags: Collection<string>;
  readonly uploads = new Map<string, LayerUpload>();
  /** What registries are entered with: [account, secret]. */
  readonly tokens: Collection<TokenRecord>;
  readonly downloads: Downloads;

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.layers = store.collection("ecr-layers", "by account", ({ blob }) => [blob]);
    this.images = store.collection("ecr-images");
    this.tokens = tokensIn(cloud);
    this.tags = store.collection("ecr-tags");
    this.downloads = new Downloads(cloud, "/_aws/ecr-layers/", "application/octet-stream");
    this.repositories = store.collection("ecr-repositories");
  }
}
