import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Collection } from "./collection.ts";
import type { Store } from "./store.ts";

const ALGORITHM = "aes-256-gcm";
const IV = 12;
const TAG = 16;

/**
 * Seals secrets: who only reads what is stored reads nothing of them. Each account has a key in each region, as AWS's services have
 * keys of their own there. What is sealed for one resource can't be opened as another's.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export class SealedValues {
  readonly #store: Store;
  /** [account, region] */
  readonly #keys: Collection<string>;

  /** @param name of the collection that holds the keys */
  constructor(store: Store, name: string) {
    this.#store = store;
    this.#keys = store.collection(name);
  }

  seal(value: string, arn: string): string {
    const iv = randomBytes(IV);
    const cipher = createCipheriv(ALGORITHM, this.#keyOf(arn), iv).setAAD(Buffer.from(arn));
    const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
  }

  open(sealed: string, arn: string): string {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv(ALGORITHM, this.#keyOf(arn), bytes.subarray(0, IV), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(arn)).setAuthTag(bytes.subarray(IV, IV + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString("utf8");
  }

  #keyOf(arn: string): Buffer {
    const [, , , region = "", account = ""] = arn.split(":");
    const kept = this.#keys.get(account, region);
    if (kept !== undefined) return Buffer.from(kept, "base64");
    const key = randomBytes(32);
    this.#store.write(() => this.#keys.put([account, region], key.toString("base64")));
    return key;
  }
}
