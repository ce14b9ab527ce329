import { type ReactNode, useEffect, useRef } from "react";
import "./colours.css";
import "./scrolling.css";

/** Shows of a table within that there is more of it at its side, as long as there is. */
export function Scrolling({ children }: { readonly children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const outer = frame.current;
    const table = outer?.querySelector("table");
    const scrolled = table?.parentElement;
    if (!outer || !table || !scrolled) return;
    const look = () => {
      const { scrollLeft, scrollWidth, clientWidth } = scrolled;
      outer.style.setProperty("--from", `${table.getBoundingClientRect().top - outer.getBoundingClientRect().top}px`);
      outer.toggleAttribute("data-before", scrollLeft > 1);
      outer.toggleAttribute("data-after", scrollLeft + clientWidth < scrollWidth - 1);
    };
    const watching = new ResizeObserver(look);
    for (const one of [outer, table, scrolled]) watching.observe(one);
    scrolled.addEventListener("scroll", look, { passive: true });
    return () => {
      watching.disconnect();
      scrolled.removeEventListener("scroll", look);
    };
  }, []);
  return (
    <>
      <div ref={frame} className="scrolling">
        {children}
      </div>
      <div className="scrolling-hint" aria-hidden>
        More to the right →
      </div>
    </>
  );
}
