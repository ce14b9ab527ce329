import { useCallback } from "react";
import { useNavigate, useSearchParams } from "react-router";

/** Where the console's pages are, below its server. */
export const BASE = "/_lab";

/** Makes the address of a page of a path such as `/s3/photos?prefix=a%2F`. It keeps account and region. */
export function useAddress(): (path: string) => string {
  const [query] = useSearchParams();
  const account = query.get("account");
  const region = query.get("region");
  return useCallback(
    (path: string) => {
      const [pathname = "", own] = path.split("?");
      const all = new URLSearchParams(own);
      if (account) all.set("account", account);
      if (region) all.set("region", region);
      const text = all.toString();
      return `${BASE}${pathname}${text === "" ? "" : `?${text}`}`;
    },
    [account, region],
  );
}

/** Opens a page by its path, as `useAddress` takes it. */
export function useOpen(): (path: string) => void {
  const address = useAddress();
  const navigate = useNavigate();
  return useCallback((path) => navigate(address(path).slice(BASE.length)), [address, navigate]);
}

/** What Cloudscape's components tell of a link that is followed. */
interface Followed {
  readonly detail: {
    readonly href?: string | undefined;
    readonly external?: boolean | undefined;
    readonly button?: number | undefined;
    readonly ctrlKey?: boolean | undefined;
    readonly metaKey?: boolean | undefined;
  };
  preventDefault(): void;
}

/** Follows links to pages of the console without loading it anew: the `onFollow` of Cloudscape's components. */
export function useFollow(): (event: Followed) => void {
  const navigate = useNavigate();
  return useCallback(
    (event) => {
      const { href = "", external, button = 0, ctrlKey, metaKey } = event.detail;
      if (external || button !== 0 || ctrlKey || metaKey || !href.startsWith(BASE)) return;
      event.preventDefault();
      navigate(href.slice(BASE.length));
    },
    [navigate],
  );
}
