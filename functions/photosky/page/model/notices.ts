import { Store } from "./store.ts";

/** Something that the person is told. */
export interface Notice {
  readonly key: number;
  readonly kind: "done" | "failed";
  readonly text: string;
  /** How often it was told, when more than once. */
  readonly times?: number;
  /** What can be done about it, instead of letting it go. */
  readonly action?: { readonly label: string; run(): void };
  /** It was let go: its time was over, or somebody closed it. */
  closed?(): void;
}

export const notices = new Store<readonly Notice[]>([]);

let last = 0;

/** Tells something. What was told already, in the same words, takes the place of that. What can be undone stands for itself. */
export function notify(notice: Omit<Notice, "key" | "times">): number {
  const isSame = (one: Notice) => one.kind === notice.kind && one.text === notice.text && !one.closed && !notice.closed;
  const before = notices.value.find(isSame);
  const times = before && { times: (before.times ?? 1) + 1 };
  notices.value = [...notices.value.filter((one) => one !== before), { ...notice, ...times, key: ++last }];
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
