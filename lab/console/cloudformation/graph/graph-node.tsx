import { shortened } from "../../parts/shortened.ts";
import { statusOf } from "../../parts/status.ts";
import { useAddress, useFollow } from "../../shell/addresses.ts";
import { NODE, type PlacedNode } from "./layout.ts";

interface Props {
  readonly node: PlacedNode;
  /** The status of the resource; nothing when it is not made. */
  readonly status: string | undefined;
  /** The ids of the resources that it needs. */
  readonly needs: readonly string[];
  /** The path of the resource's own page. */
  readonly page: string | undefined;
  /** Told when it is pointed at or focused, and when no more. */
  readonly onActive: (id: string | undefined) => void;
}

const LONGEST = { id: 22, type: 30 };

/** A resource in the graph: a link to its page, where there is one. What it needs is lit up when it is pointed at or focused. */
export function GraphNode({ node: { id, type, x, y }, status, needs, page, onActive }: Props) {
  const address = useAddress();
  const follow = useFollow();
  const seen = [shortened(id, LONGEST.id), shortened(type.replace(/^AWS::/, ""), LONGEST.type)] as const;
  // It begins with what is seen, so that who speaks to a page can say what he sees.
  const label = [
    seen.join(" "),
    ...(seen[0] === id ? [] : [id]),
    status ?? "not created",
    needs.length > 0 ? `depends on ${needs.join(", ")}` : "depends on nothing",
  ];
  const shared = {
    className: `node status-${statusOf(status ?? "")}`,
    transform: `translate(${x - NODE.width / 2} ${y - NODE.height / 2})`,
    "aria-label": label.join(", "),
    onMouseEnter: () => onActive(id),
    onMouseLeave: () => onActive(undefined),
  };
  const drawn = (
    <>
      <title>{label.join("\n")}</title>
      <rect width={NODE.width} height={NODE.height} rx={8} />
      <rect className="mark" x={8} y={10} width={5} height={NODE.height - 20} rx={2.5} />
      <text className="id" x={22} y={23}>
        {seen[0]}
      </text>{" "}
      <text className="type" x={22} y={41}>
        {seen[1]}
      </text>
    </>
  );
  if (!page)
    return (
      // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it leads nowhere, and is only pointed at
      <g {...shared} role="img">
        {drawn}
      </g>
    );
  const href = address(page);
  return (
    <a
      {...shared}
      href={href}
      onFocus={() => onActive(id)}
      onBlur={() => onActive(undefined)}
      onClick={(event) => {
        const { button, ctrlKey, metaKey } = event;
        follow({ detail: { href, button, ctrlKey, metaKey }, preventDefault: () => event.preventDefault() });
      }}
    >
      {drawn}
    </a>
  );
}
