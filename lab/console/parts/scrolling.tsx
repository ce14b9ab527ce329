import { type ReactNode, useEffect, useRef } from "react";
import "./colours.css";
import "./scrolling.css";

/** Whether a table has rows: one that says that there are none, or that they are asked for, is a single cell. */
function hasRows({ tBodies }: HTMLTableElement): boolean {
  return [...tBodies].some(({ rows }) =>
    [...rows].some(({ cells }) => [...cells].some(({ colSpan }) => colSpan === 1)),
  );
}

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
      // Under the headings of an empty table there is nothing to see at the side.
      const hasMore = scrollLeft + clientWidth < scrollWidth - 1;
      outer.toggleAttribute("data-after", hasMore && hasRows(table));
    };
    const watching = new ResizeObserver(look);
    for (const one of [outer, table, scrolled]) watching.observe(one);
    // Rows that come may take as much room as what said that there were none.
    const changing = new MutationObserver(look);
    changing.observe(table, { childList: true, subtree: true });
    scrolled.addEventListener("scroll", look, { passive: true });
    return () => {
      watching.disconnect();
      changing.disconnect();
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
