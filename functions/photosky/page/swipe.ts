import { useRef } from "hono/jsx/dom";

/** In pixels: what is shorter was a tap. */
const SHORTEST = 48;

interface Swipes {
  left(): void;
  right(): void;
  down(): void;
}

/** The listeners of an element that is swiped with one finger. */
export function useSwipe(swipes: Swipes): object {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart({ touches }: TouchEvent) {
      const [touch] = touches;
      start.current = touch && touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchEnd({ changedTouches: [touch] }: TouchEvent) {
      // Who has zoomed in moves the picture, and not to the next.
      if (!start.current || !touch || (visualViewport?.scale ?? 1) > 1) return;
      const [x, y] = [touch.clientX - start.current.x, touch.clientY - start.current.y];
      if (Math.abs(x) > SHORTEST && Math.abs(x) > 2 * Math.abs(y)) x < 0 ? swipes.left() : swipes.right();
      else if (y > 2 * SHORTEST && y > 2 * Math.abs(x)) swipes.down();
    },
  };
}
