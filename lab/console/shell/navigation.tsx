import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import { useLocation } from "react-router";
import { usePlace } from "../cloud/place.ts";
import { sections } from "../sections.ts";
import { useAddress, useFollow } from "./addresses.ts";

/** The list of sections on the left. */
export function Navigation() {
  const { isLab } = usePlace();
  const { pathname } = useLocation();
  const address = useAddress();
  const link = ({ path, title }: { path: string; title: string }) => ({
    type: "link" as const,
    text: title,
    href: address(`/${path}`),
  });
  const items: SideNavigationProps.Item[] = [link({ path: "", title: "Home" })];
  const ofLab = isLab ? sections.filter(({ isOfLab }) => isOfLab) : [];
  items.push(...ofLab.map(link), { type: "divider" });
  items.push(...sections.filter(({ isOfLab }) => !isOfLab).map(link));
  const current = pathname.split("/")[1] ?? "";
  return <SideNavigation items={items} activeHref={address(`/${current}`)} onFollow={useFollow()} />;
}
