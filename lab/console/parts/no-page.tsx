import Container from "@cloudscape-design/components/container";
import { useLocation } from "react-router";
import { Empty } from "./empty.tsx";
import { Page } from "./page.tsx";
import { PageLink } from "./page-link.tsx";

/** What an address shows at which there is no page. */
export function NoPage() {
  const { pathname } = useLocation();
  return (
    <Page title="Page not found">
      <Container>
        <Empty title={`There is no page at ${pathname}`}>
          Choose a section from the menu, or go <PageLink to="/">home</PageLink>.
        </Empty>
      </Container>
    </Page>
  );
}
