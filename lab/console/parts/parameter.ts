import { useCallback } from "react";
import { useSearchParams } from "react-router";

/**
 * A value that stands in the page's address, so that it survives a reload and can be shared. The fallback is not written out.
 * Setting one value twice in a row, or two at once, is what `useParameters` is for.
 */
export function useParameter(name: string, fallback = ""): [value: string, set: (value: string) => void] {
  const [query] = useSearchParams();
  const setAll = useParameters();
  const set = useCallback(
    (value: string) => setAll({ [name]: value === fallback ? "" : value }),
    [setAll, name, fallback],
  );
  return [query.get(name) ?? fallback, set];
}

/** Sets several values of the page's address at once; an empty one is left out of it. */
export function useParameters(): (values: Readonly<Record<string, string>>) => void {
  const [, setQuery] = useSearchParams();
  return useCallback(
    (values) =>
      setQuery(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === "") next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
}
