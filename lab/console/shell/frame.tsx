import AppLayout from "@cloudscape-design/components/app-layout";
import Box from "@cloudscape-design/components/box";
import Flashbar from "@cloudscape-design/components/flashbar";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, Suspense, useState } from "react";
import { Route, Routes } from "react-router";
import { usePlace } from "../cloud/place.ts";
import { NoPage } from "../parts/no-page.tsx";
import { sections } from "../sections.ts";
import { Navigation } from "./navigation.tsx";
import { useNotices } from "./notices.tsx";
import { TopBar } from "./top-bar.tsx";

const Home = lazy(() => import("../home/home.tsx"));
const pages = sections.map((section) => ({ ...section, Page: lazy(section.load) }));

/** What is around every page. */
export function Frame() {
  const { isLab } = usePlace();
  const { items } = useNotices();
  // On a phone the page comes first.
  const [isOpen, setOpen] = useState(() => matchMedia("(min-width: 900px)").matches);
  return (
    <>
      <div id="top-bar" style={{ position: "sticky", top: 0, zIndex: 1002 }}>
        <TopBar />
      </div>
      <AppLayout
        headerSelector="#top-bar"
        toolsHide
        navigation={<Navigation />}
        navigationOpen={isOpen}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        notifications={items.length > 0 && <Flashbar items={[...items]} stackItems />}
        stickyNotifications
        content={
          <Suspense fallback={<Loading />}>
            <Routes>
              <Route index element={<Home />} />
              {pages
                .filter(({ isOfLab }) => isLab || !isOfLab)
                .map(({ path, Page }) => (
                  <Route key={path} path={`${path}/*`} element={<Page />} />
                ))}
              <Route path="*" element={<NoPage />} />
            </Routes>
          </Suspense>
        }
      />
    </>
  );
}

function Loading() {
  return (
    <Box padding="xxl" textAlign="center">
      <Spinner size="large" />
    </Box>
  );
}
