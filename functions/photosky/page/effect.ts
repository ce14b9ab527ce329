import { useEffect as useHonoEffect } from "hono/jsx/dom";

type Effect = Parameters<typeof useHonoEffect>[0];

/**
 * Hono's effect, run once: Hono itself runs an effect twice when its component is rendered again before the effect's turn came,
 * and ends only one of the two.
 */
export function useEffect(effect: Effect, given: readonly unknown[]): void {
  let ran = false;
  let end: ReturnType<Effect>;
  useHonoEffect(() => {
    if (!ran) end = effect();
    ran = true;
    return end;
  }, given);
}
