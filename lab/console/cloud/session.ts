/** What the page's calls are signed with, where an account's number is no key: of whoever signed in in this tab. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const KEY = "skylab-session";

/** Who is signed in. It is kept while the tab is open. */
export function currentSession(): Session | undefined {
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? undefined : (JSON.parse(kept) as Session);
}

export function keepSession(session: Session): void {
  sessionStorage.setItem(KEY, JSON.stringify(session));
}

export function forgetSession(): void {
  sessionStorage.removeItem(KEY);
}

/** Signs out. The page begins anew: nothing that it has learnt stays. */
export function signOut(): void {
  forgetSession();
  location.assign("/_lab/");
}

/**
 * `lab console` opens its page with a key after the address's `#`, where no server sees it: its server takes calls that are
 * signed with that alone. It is not to stay in the address, which people share.
 */
export function takeKeyFromAddress(): void {
  const key = /^#key=([0-9a-f]+)$/.exec(location.hash)?.[1];
  if (key === undefined) return;
  keepSession({ accessKeyId: key, secretAccessKey: "test" });
  history.replaceState(history.state, "", location.pathname + location.search);
}
