import AppLayout from "@cloudscape-design/components/app-layout";
import Box from "@cloudscape-design/components/box";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, Suspense, useState } from "react";
import { Route, Routes } from "react-router";
import { usePlace } from "../cloud/place.ts";
import { isUnreachable } from "../cloud/unreachable.ts";
import { NoPage } from "../parts/no-page.tsx";
import { sections } from "../sections.ts";
import { HowToStart } from "./lost.tsx";
import { Navigation } from "./navigation.tsx";
import { useNotices } from "./notices.tsx";
import { TopBar } from "./top-bar.tsx";

const Home = lazy(() => import("../home/home.tsx"));
const pages = sections.map((section) => ({ ...section, Page: lazy(() => loaded(section.load)) }));

/** How long the code of a page waits before it is asked for again, in milliseconds. */
const PAUSE = 2000;

/** The code of a page. A lab that doesn't answer does later, perhaps. */
async function loaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isUnreachable(error as Error)) throw error;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return await loaded(load);
  }
}

interface Props {
  /** Whether the server doesn't answer any more. */
  readonly isLost: boolean;
}

/** What is around every page. */
export function Frame({ isLost }: Props) {
  const { isLab } = usePlace();
  const { items } = useNotices();
  const told = isLost ? [lostNotice(isLab), ...items] : items;
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
        notifications={told.length > 0 && <Flashbar items={[...told]} stackItems />}
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

function lostNotice(isLab: boolean): FlashbarProps.MessageDefinition {
  return {
    id: "lost",
    type: "error",
    header: isLab ? "The lab doesn't answer" : "The server of this page doesn't answer",
    content: isLab ? <HowToStart /> : "Start it again. This page continues as soon as it answers.",
  };
}

function Loading() {
  return (
    <Box padding="xxl" textAlign="center">
      <Spinner size="large" />
    </Box>
  );
}
