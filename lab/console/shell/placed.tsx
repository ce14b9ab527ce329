import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { NotSignedIn, readLab } from "../cloud/lab.ts";
import { PlaceContext, type PlaceOfConsole } from "../cloud/place.ts";
import { currentSession, forgetSession } from "../cloud/session.ts";
import { Frame } from "./frame.tsx";
import { HowToStart, useReturn } from "./lost.tsx";
import { SignIn } from "./sign-in.tsx";

/** The key of the question where the console is. */
export const PLACE = "place";

/** The console, once its server has told where it is: before that, whoever looks may have to sign in. */
export function Placed() {
  const queries = useQueryClient();
  const { data, error } = useQuery<PlaceOfConsole, Error>({
    queryKey: [PLACE],
    queryFn: askPlace,
    staleTime: 10_000,
    refetchInterval: ({ state }) => (state.error instanceof NotSignedIn ? false : state.error ? 2000 : 60_000),
  });
  const isLost = data !== undefined && error !== null && !(error instanceof NotSignedIn);
  useReturn(isLost);
  if (error instanceof NotSignedIn)
    return <SignIn onSignIn={async () => queries.setQueryData([PLACE], await askPlace())} />;
  if (data && !data.isLab && !currentSession()) return <NoKey />;
  if (data)
    return (
      <PlaceContext.Provider value={data}>
        <Frame isLost={isLost} />
      </PlaceContext.Provider>
    );
  return (
    <Box padding="xxl" textAlign="center">
      {error ? (
        <Alert type="error" header="The lab doesn't answer">
          <HowToStart />
        </Alert>
      ) : (
        <Spinner size="large" />
      )}
    </Box>
  );
}

/** Where the console is. A session that the lab does not take is forgotten: the lab may need none at all. */
async function askPlace(): Promise<PlaceOfConsole> {
  try {
    return await readLab<PlaceOfConsole>("place");
  } catch (error) {
    if (!(error instanceof NotSignedIn) || !currentSession()) throw error;
    forgetSession();
    return await readLab<PlaceOfConsole>("place").catch((other: Error) => {
      throw other instanceof NotSignedIn ? error : other;
    });
  }
}

function NoKey() {
  return (
    <Box padding="xxl" textAlign="center">
      <Alert type="info" header="This page has no key">
        Open the console with the full address that <code>lab console</code> printed.
      </Alert>
    </Box>
  );
}
