import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useNotices } from "../shell/notices.tsx";
import { usePlace } from "./place.ts";

/** How a question is asked. */
interface Asking<T> {
  /** Asks again after so many milliseconds, while the page is looked at; what was answered before may decide. */
  readonly every?: number | false | ((answer: T | undefined) => number | false);
  /** Whether it can be asked yet. */
  readonly when?: boolean;
}

/** Asks the cloud something, and keeps the answer for the account and region that the console looks at. */
export function useAnswer<T>(
  key: QueryKey,
  ask: (signal: AbortSignal) => Promise<T>,
  { every = false, when = true }: Asking<T> = {},
): UseQueryResult<T, Error> {
  const { account, region } = usePlace();
  return useQuery<T, Error>({
    queryKey: [account, region, ...key],
    queryFn: ({ signal }) => ask(signal),
    refetchInterval: typeof every === "function" ? ({ state }) => every(state.data) : every,
    enabled: when,
  });
}

/** What a change tells when it is done, and which answers it makes old. */
interface Changing<I> {
  /** Such as `Deleted the bucket photos`. */
  readonly done?: (input: I) => string;
  /** What answers begin with that are to be asked for again; none by default. */
  readonly stale?: QueryKey;
  /** Whether a form shows what went wrong: then nobody else says so. */
  readonly inForm?: boolean;
}

/** Changes something in the cloud: says so when it is done, and says AWS's error when it is not. */
export function useChange<I, O>(
  change: (input: I) => Promise<O>,
  { done, stale, inForm = false }: Changing<I> = {},
): UseMutationResult<O, Error, I> {
  const { account, region } = usePlace();
  const queries = useQueryClient();
  const { tell, tellError } = useNotices();
  return useMutation<O, Error, I>({
    mutationFn: change,
    onSuccess: (_, input) => {
      if (done) tell(done(input));
    },
    onError: (error) => inForm || tellError(error),
    onSettled: () => stale && queries.invalidateQueries({ queryKey: [account, region, ...stale] }),
  });
}
