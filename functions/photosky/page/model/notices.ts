import { Store } from "./store.ts";

/** Something that the person is told. */
export interface Notice {
  readonly key: number;
  readonly kind: "done" | "failed";
  readonly text: string;
  /** What can be done about it, instead of letting it go. */
  readonly action?: { readonly label: string; run(): void };
  /** It was let go: its time was over, or somebody closed it. */
  closed?(): void;
}

export const notices = new Store<readonly Notice[]>([]);

let last = 0;

export function notify(notice: Omit<Notice, "key">): number {
  notices.value = [...notices.value, { ...notice, key: ++last }];
  return last;
}

/** Lets a notice go. */
export function close(key: number): void {
  drop(key)?.closed?.();
}

/** Does what a notice offers. */
export function act(key: number): void {
  drop(key)?.action?.run();
}

function drop(key: number): Notice | undefined {
  const notice = notices.value.find((one) => one.key === key);
  notices.value = notices.value.filter((one) => one !== notice);
  return notice;
}
