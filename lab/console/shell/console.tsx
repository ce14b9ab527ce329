import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import Spinner from "@cloudscape-design/components/spinner";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import { PlaceContext, type PlaceOfConsole } from "../cloud/place.ts";
import { Frame } from "./frame.tsx";
import { NoticesProvider } from "./notices.tsx";

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

function Placed() {
  const { data, error } = useQuery<PlaceOfConsole, Error>({
    queryKey: ["place"],
    queryFn: async () => {
      const answer = await fetch("/_lab/place");
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as PlaceOfConsole;
    },
    staleTime: 10_000,
    refetchInterval: ({ state }) => (state.error ? 2000 : 60_000),
  });
  if (data)
    return (
      <PlaceContext.Provider value={data}>
        <Frame />
      </PlaceContext.Provider>
    );
  return (
    <Box padding="xxl" textAlign="center">
      {error ? (
        <Alert type="error" header="The lab does not answer">
          Start it with <code>npm start</code>, or with <code>npx lab cloud</code>. This page goes on by itself when it
          is there.
        </Alert>
      ) : (
        <Spinner size="large" />
      )}
    </Box>
  );
}
