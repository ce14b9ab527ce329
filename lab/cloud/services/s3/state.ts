import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import type { Store } from "../../store/store.ts";
import { Lifecycle } from "./lifecycle/lifecycle.ts";
import { Notifications } from "./notifications/outbox.ts";
import type { Bucket, StoredObject, Upload, UploadedPart } from "./records.ts";

/** The handlers of S3, typed by the SDK: `export const putObject: S3["PutObject"] = …`. */
export type S3 = Handlers<typeof import("@aws-sdk/client-s3"), S3State>;
export type S3Context = Context<S3State>;

const blobsOf = ({ parts }: StoredObject) => parts.map(({ blob }) => blob);

/** Everything that S3 keeps. */
export class S3State {
  /** [bucket] */
  readonly buckets: Collection<Bucket>;
  /** [bucket, key]: the current version of each key, unless it is a delete marker. Listings are scans of it. */
  readonly objects: Collection<StoredObject>;
  /** [bucket, key, -modified]: older versions and all delete markers, the newest first. */
  readonly history: Collection<StoredObject>;
  /** [bucket, key, upload] */
  readonly uploads: Collection<Upload>;
  /** [bucket, upload, number] */
  readonly parts: Collection<UploadedPart>;
  readonly notifications: Notifications;
  readonly lifecycle: Lifecycle;
  readonly #store: Store;

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.buckets = store.collection<Bucket>("s3-buckets", "by name").remember();
    this.objects = store.collection("s3-objects", "by name", blobsOf);
    this.history = store.collection("s3-history", "by name", blobsOf);
    this.uploads = store.collection("s3-uploads", "by name");
    this.parts = store.collection("s3-parts", "by name", ({ blob }) => [blob]);
    this.notifications = new Notifications(cloud);
    this.lifecycle = new Lifecycle(cloud, this);
    this.#store = store;
  }

  /** Removes an account's buckets with all that is in them. Only inside `store.write`. */
  forget(account: string): void {
    for (const { name } of [...this.buckets.values()].filter((bucket) => bucket.account === account)) {
      for (const kept of [this.objects, this.history, this.uploads, this.parts])
        this.#store.remove(kept as Collection<unknown>, { under: [name] });
      this.buckets.delete(name);
    }
  }
}
