import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect } from "react";
import { useAddress, useFollow } from "../shell/addresses.ts";

/** A page that leads here: its name, and its path. */
export type Crumb = readonly [text: string, path: string];

interface Props {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** The pages that lead here, the section's first. */
  readonly crumbs?: readonly Crumb[];
  readonly children: ReactNode;
}

/** Every page of the console: a title, what can be done, and what there is to see. */
export function Page({ title, description, actions, crumbs = [], children }: Props) {
  const address = useAddress();
  const follow = useFollow();
  useEffect(() => {
    document.title = `${title} · Skylab`;
  }, [title]);
  return (
    <ContentLayout
      breadcrumbs={
        crumbs.length > 0 && (
          <BreadcrumbGroup
            items={[...crumbs, [title, ""] as const].map(([text, path]) => ({ text, href: address(path) }))}
            onFollow={follow}
          />
        )
      }
      header={
        <Header variant="h1" description={description} actions={actions}>
          {title}
        </Header>
      }
    >
      <SpaceBetween size="l">{children}</SpaceBetween>
    </ContentLayout>
  );
}
