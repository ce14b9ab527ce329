import Icon from "@cloudscape-design/components/icon";
import TreeView from "@cloudscape-design/components/tree-view";
import { useState } from "react";
import { useLocation } from "react-router";
import { PageLink } from "../../parts/page-link.tsx";
import { foldersOf, type Node } from "./file-tree.ts";

interface Props {
  readonly nodes: readonly Node[];
  /** The path of the file that is shown. */
  readonly shown: string;
}

/** The code's files and folders. Each file is a link to itself. */
export function FileTreeView({ nodes, shown }: Props) {
  const { pathname } = useLocation();
  const [expanded, setExpanded] = useState(() => foldersOf(shown));
  return (
    <div className="lambda-files">
      <TreeView<Node>
        ariaLabel="Files"
        items={nodes}
        getItemId={({ path }) => path}
        getItemChildren={({ nodes }) => nodes}
        expandedItems={expanded}
        onItemToggle={({ detail: { id, expanded: isOpen } }) =>
          setExpanded((before) => (isOpen ? [...before, id] : before.filter((one) => one !== id)))
        }
        renderItem={({ name, path, nodes: inner }) => ({
          icon: <Icon name={inner ? "folder" : "file"} />,
          announcementLabel: name,
          content:
            inner || path === shown ? (
              <span {...(path === shown && { "aria-current": true, className: "lambda-shown" })}>{name}</span>
            ) : (
              <PageLink to={`${pathname}?tab=code&file=${encodeURIComponent(path)}`}>{name}</PageLink>
            ),
        })}
      />
    </div>
  );
}
