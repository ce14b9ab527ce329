import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import { isUnreachable } from "../cloud/unreachable.ts";
import { NoticesProvider } from "./notices.tsx";
import { PLACE, Placed } from "./placed.tsx";

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (queryKey[0] !== PLACE) askWhetherItIsThere(error);
    },
  }),
  mutationCache: new MutationCache({ onError: askWhetherItIsThere }),
  // What AWS answers to a wrong question is the same a second time.
  defaultOptions: { queries: { retry: false, staleTime: 2000, refetchOnWindowFocus: true } },
});

/** Whoever gets no answer has the shell find out whether anybody answers, and say so. */
function askWhetherItIsThere(error: Error) {
  if (isUnreachable(error)) void queries.invalidateQueries({ queryKey: [PLACE] });
}

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
