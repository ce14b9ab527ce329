export interface Repository {
  readonly name: string;
  readonly created: number;
  readonly mutability: "IMMUTABLE" | "MUTABLE" | "IMMUTABLE_WITH_EXCLUSION" | "MUTABLE_WITH_EXCLUSION";
  /** Patterns of the tags that the rule of `mutability` is not for. */
  readonly exclusions?: readonly string[];
  readonly scanOnPush: boolean;
  readonly encryption: "AES256" | "KMS" | "KMS_DSSE";
  readonly lifecyclePolicy?: string | undefined;
  readonly policy?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** An image: its manifest names its configuration and its layers. */
export interface ImageRecord {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
  readonly size: number;
  readonly pushed: number;
  readonly artifactType?: string | undefined;
  /** The digests of the images that an index lists. */
  readonly images?: readonly string[];
}

/** Bytes that images consist of. */
export interface LayerRecord {
  readonly blob: string;
  readonly size: number;
}
