import { useLocation, useSearchParams } from "react-router";

/** Where one is in a list that tells only how to go on. */
export interface Pages {
  /** Asks for the page that is looked at; empty for the first one. */
  readonly token: string;
  /** Counts from 1. */
  readonly index: number;
  /** Goes to a page that was seen before, or to the next one. */
  goTo(index: number, next: string | undefined): void;
}

/** The token of the page stands in the address; those of the pages before it are remembered by the browser's history. */
export function usePages(): Pages {
  const [query, setQuery] = useSearchParams();
  const { state } = useLocation();
  const token = query.get("token") ?? "";
  const seen = (state as { readonly tokens?: readonly string[] } | null)?.tokens;
  const tokens = token === "" ? [""] : seen?.at(-1) === token ? seen : ["", token];
  return {
    token,
    index: tokens.length,
    goTo(index, next) {
      const all = index > tokens.length && next ? [...tokens, next] : tokens.slice(0, index);
      const wanted = new URLSearchParams(query);
      wanted.delete("token");
      const last = all.at(-1);
      if (last) wanted.set("token", last);
      setQuery(wanted, { state: { tokens: all } });
    },
  };
}
