type Seen = (signal: AbortSignal) => void;

interface Watched {
  readonly seen: Seen;
  abort?: AbortController;
}

const watched = new WeakMap<Element, Watched>();

/** One for all elements; it begins a little before they are seen. */
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const watch = watched.get(target);
      watch?.abort?.abort();
      if (!watch || !isIntersecting) continue;
      watch.abort = new AbortController();
      watch.seen(watch.abort.signal);
    }
  },
  { rootMargin: "300px" },
);

/** Calls back whenever an element comes into view, with a signal that it went out of view. Returns what ends that. */
export function whenVisible(element: Element, seen: Seen): () => void {
  watched.set(element, { seen });
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    watched.get(element)?.abort?.abort();
    watched.delete(element);
  };
}
