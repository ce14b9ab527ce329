import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import type { Denial } from "./denials.ts";

const ALGORITHM = "aes-256-gcm";
const IV = 12;
const TAG = 16;

/**
 * Why a call was not allowed, sealed: the denied caller may have it, and only those who may call DecodeAuthorizationMessage in the account
 * can read it. The key is kept with the lab's state, so that a message can be read after a restart.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
export class EncodedMessages {
  readonly #store: Store;
  readonly #keys: Collection<string>;

  constructor(store: Store) {
    this.#store = store;
    this.#keys = store.collection("authorization-message-keys", "by name");
  }

  /** A denial as an encoded authorization message. */
  seal(denial: Denial): string {
    const iv = randomBytes(IV);
    const cipher = createCipheriv(ALGORITHM, this.#key(), iv);
    const text = JSON.stringify({ account: denial.account, message: messageOf(denial) });
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** The JSON in a message that this lab sealed for this account; nothing when it did not. */
  open(text: string, account: string): string | undefined {
    const bytes = Buffer.from(text, "base64url");
    try {
      const decipher = createDecipheriv(ALGORITHM, this.#key(), bytes.subarray(0, IV), { authTagLength: TAG });
      decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
      const opened = Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString();
      const { account: owner, message } = JSON.parse(opened) as { account: string; message: object };
      return owner === account ? JSON.stringify(message) : undefined;
    } catch {
      return undefined;
    }
  }

  #key(): Buffer {
    const kept = this.#keys.get("key");
    if (kept !== undefined) return Buffer.from(kept, "base64");
    const key = randomBytes(32);
    this.#store.write(() => this.#keys.put(["key"], key.toString("base64")));
    return key;
  }
}

function messageOf({ caller, userId, action, resource, by }: Denial): object {
  const statement = by && { policy: by.policy, statement: by.statement };
  return {
    allowed: false,
    explicitDeny: by !== undefined,
    matchedStatements: { items: statement ? [statement] : [] },
    failures: { items: [] },
    context: {
      principal: { id: userId, name: caller.split("/").at(-1), arn: caller },
      action,
      resource,
      conditions: { items: [] },
    },
  };
}
