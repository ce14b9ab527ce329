import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useCallback, useState } from "react";
import { useSearchParams } from "react-router";
import { signedIn, usePlace } from "../cloud/place.ts";
import { REGIONS } from "../cloud/regions.ts";
import { signOut } from "../cloud/session.ts";
import { SearchDialog } from "../search/search-dialog.tsx";
import { SHORTCUT, useShortcut } from "../search/shortcut.ts";
import { AccountDialog } from "./account-dialog.tsx";
import { useAddress, useFollow } from "./addresses.ts";
import { useMovedClock } from "./clock.ts";
import { ClockDialog } from "./clock-dialog.tsx";
import { applyTheme, chosenTheme, type Theme } from "./theme.ts";

const THEMES: Readonly<Record<Theme, string>> = { light: "Light", dark: "Dark", system: "System" };

/** The bar on top: which account, which region, the settings, and the lab's time once it has been moved. */
export function TopBar() {
  const place = usePlace();
  const { account, accounts = [], region, ahead = 0, caller } = place;
  const user = signedIn(place);
  const address = useAddress();
  const follow = useFollow();
  const [query, setQuery] = useSearchParams();
  const [theme, setTheme] = useState(chosenTheme());
  const [isAsking, setAsking] = useState(false);
  const [isMoving, setMoving] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const openSearch = useCallback(() => setSearching(true), []);
  useShortcut(openSearch);
  const clock = useMovedClock(ahead);
  const canMove = caller?.isTeacher === true;
  const choose = (name: "account" | "region", value: string) => {
    const next = new URLSearchParams(query);
    next.set(name, value);
    setQuery(next);
  };
  const accountMenu: TopNavigationProps.Utility = {
    type: "menu-dropdown",
    iconName: "user-profile",
    text: account,
    ariaLabel: `Account ${account}`,
    items: [
      ...[...new Set([...accounts, account])].map((id) => ({ id, text: id })),
      { id: "other", text: "Another account…" },
    ],
    onItemClick: ({ detail }) => (detail.id === "other" ? setAsking(true) : choose("account", detail.id)),
  };
  const userMenu: TopNavigationProps.Utility = {
    type: "menu-dropdown",
    iconName: "user-profile",
    text: account,
    ariaLabel: `Account ${account}`,
    description: user?.arn ?? "",
    items: [{ id: "out", text: "Sign out" }],
    onItemClick: signOut,
  };
  return (
    <>
      <TopNavigation
        identity={{
          href: address("/"),
          logo: { src: new URL("./wordmark.svg", import.meta.url).href, alt: "Skylab" },
          onFollow: follow as never,
        }}
        utilities={[
          {
            type: "button",
            iconName: "search",
            text: `Search ${SHORTCUT}`,
            ariaLabel: `Search ${SHORTCUT}`,
            onClick: openSearch,
          },
          ...(clock ? [clockButton(clock, canMove ? () => setMoving(true) : undefined)] : []),
          ...(user ? [userMenu] : account === "" ? [] : [accountMenu]),
          {
            type: "menu-dropdown",
            iconName: "globe",
            text: region,
            ariaLabel: `Region ${region}`,
            items: [...new Set([...REGIONS, region])].map((id) => ({ id, text: id })),
            onItemClick: ({ detail }) => choose("region", detail.id),
          },
          {
            type: "menu-dropdown",
            iconName: "settings",
            ariaLabel: "Settings",
            title: "Settings",
            items: [
              {
                id: "theme",
                text: "Theme",
                items: Object.entries(THEMES).map(([id, text]) => ({
                  id,
                  text,
                  ...(id === theme && { iconName: "check" as const }),
                })),
              },
              ...(canMove ? [{ id: "clock", text: "Move the lab's clock…" }] : []),
            ],
            onItemClick: ({ detail }) => {
              if (detail.id === "clock") return setMoving(true);
              applyTheme(detail.id as Theme);
              setTheme(detail.id as Theme);
            },
          },
        ]}
      />
      {isSearching && <SearchDialog onClose={() => setSearching(false)} />}
      {isMoving && <ClockDialog now={clock} onClose={() => setMoving(false)} />}
      {isAsking && (
        <AccountDialog
          onClose={() => setAsking(false)}
          onChoose={(id) => {
            setAsking(false);
            choose("account", id);
          }}
        />
      )}
    </>
  );
}

/** Shows the lab's time. It is a button for those who may move it. */
function clockButton(text: string, onClick: (() => void) | undefined): TopNavigationProps.Utility {
  const label = { text, ariaLabel: `The lab's time: ${text}` };
  // On a phone the bar puts what has no room into a menu: not that the time is another.
  const settings = { disableUtilityCollapse: true, iconName: "status-pending" as const };
  return { type: "button", ...settings, ...label, ...(onClick && { onClick }) };
}
