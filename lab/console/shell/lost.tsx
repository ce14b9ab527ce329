import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/** What to do when the lab doesn't answer. */
export function HowToStart() {
  return (
    <>
      Start it with <code>npx lab up</code>, or with <code>npx lab cloud</code>. This page continues as soon as it
      answers.
    </>
  );
}

/** Asks for everything again once the lab answers again: it may have another state now. */
export function useReturn(isLost: boolean): void {
  const queries = useQueryClient();
  const wasLost = useRef(false);
  useEffect(() => {
    if (wasLost.current && !isLost) void queries.invalidateQueries();
    wasLost.current = isLost;
  }, [isLost, queries]);
}
