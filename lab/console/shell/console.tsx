import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import { NoticesProvider } from "./notices.tsx";
import { Placed } from "./placed.tsx";

const queries = new QueryClient({
  // What AWS answers to a wrong question is the same a second time.
  defaultOptions: { queries: { retry: false, staleTime: 2000, refetchOnWindowFocus: true } },
});

/** The console: it asks its server where it is, and shows that cloud. */
export function Console() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename="/_lab">
          <NoticesProvider>
            <Placed />
          </NoticesProvider>
        </BrowserRouter>
      </QueryClientProvider>
    </I18nProvider>
  );
}
