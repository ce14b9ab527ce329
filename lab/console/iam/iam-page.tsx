import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import { useLocation } from "react-router";
import { usePlace } from "../cloud/place.ts";
import { Page } from "../parts/page.tsx";
import { useAddress, useOpen } from "../shell/addresses.ts";

const PAGES: Readonly<Record<string, string>> = {
  roles: "Roles",
  users: "Users",
  groups: "Groups",
  policies: "Policies",
  simulator: "Simulator",
};

/** The pages of IAM side by side. */
export function IamPage({ actions, children }: { readonly actions?: ReactNode; readonly children: ReactNode }) {
  const { isLab } = usePlace();
  const { pathname } = useLocation();
  const address = useAddress();
  const open = useOpen();
  const pages = { ...PAGES, ...(isLab && { denials: "Denials" }) };
  return (
    <Page title="IAM" description="Users, groups, roles and their permissions." actions={actions}>
      <Tabs
        activeTabId={pathname.split("/")[2] ?? "roles"}
        ariaLabel="IAM"
        onChange={({ detail }) => open(`/iam/${detail.activeTabId}`)}
        tabs={Object.entries(pages).map(([id, label]) => ({
          id,
          label,
          href: address(`/iam/${id}`),
          content: children,
        }))}
      />
    </Page>
  );
}
