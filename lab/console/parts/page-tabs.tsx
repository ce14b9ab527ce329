import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import { useLocation, useSearchParams } from "react-router";
import { useAddress, useOpen } from "../shell/addresses.ts";

interface Props {
  /** What the tabs are about, for who can't see it. */
  readonly label: string;
  /** Which parameters of the address are the same for all tabs. */
  readonly keep?: readonly string[];
  readonly tabs: readonly { readonly id: string; readonly label: string; readonly content: ReactNode }[];
}

/** The tabs of a page. Which one is open stands in the address, as `?tab=`; the first one needs no telling. */
export function PageTabs({ label, keep = [], tabs }: Props) {
  const [query] = useSearchParams();
  const { pathname } = useLocation();
  const address = useAddress();
  const open = useOpen();
  const [first] = tabs;
  const pathOf = (id: string) => {
    const own = new URLSearchParams(keep.flatMap((name) => (query.has(name) ? [[name, query.get(name) ?? ""]] : [])));
    if (id !== first?.id) own.set("tab", id);
    return `${pathname}?${own}`;
  };
  const asked = query.get("tab");
  return (
    <Tabs
      ariaLabel={label}
      activeTabId={tabs.find(({ id }) => id === asked)?.id ?? first?.id ?? ""}
      tabs={tabs.map((tab) => ({ ...tab, href: address(pathOf(tab.id)) }))}
      onChange={({ detail }) => open(pathOf(detail.activeTabId))}
    />
  );
}
